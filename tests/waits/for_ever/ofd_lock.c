/* waits: for a lock of another open file description of its own
 * expect: DEADLOCKED
 * says: waits in fcntl(64)?\(\) on a write lock on bytes 5 to the end of descriptor 4, file at.*ofd_lock itself holds a write lock on the whole file \(descriptor 3\).*fcntl\(2\)
 */
#include "../waits.h"

static void lock(int file, int command, long first, long length)
{
	struct flock range = { .l_type = F_WRLCK, .l_start = first, .l_len = length };

	fcntl(file, command, &range); /* HERE */
}

int main(void)
{
	lock(open("file", O_CREAT | O_RDWR, 0600), F_OFD_SETLKW, 0, 0);
	lock(open("file", O_RDWR), F_OFD_SETLKW, 5, 0);
	return 0;
}
