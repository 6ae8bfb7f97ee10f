/* waits: for a lock that it has by another descriptor of the same file
 * expect: DEADLOCKED
 * says: waits in flock\(\) on a write lock on the whole file of descriptor 4, file at.*flock itself holds a write lock on the whole file \(descriptor 3\).*flock\(2\)
 */
#include <sys/file.h>

#include "../waits.h"

int main(void)
{
	flock(open("file", O_CREAT | O_RDWR, 0600), LOCK_EX);
	flock(open("file", O_RDWR), LOCK_EX); /* HERE */
	return 0;
}
