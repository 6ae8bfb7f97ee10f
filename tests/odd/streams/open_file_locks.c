/* odd: an open file description's lock excludes another one of the same process, F_OFD_SETLK
 * expect: EXITED(0)
 * prints: the second is refused
 * prints: the second has it
 * mechanisms: record-lock */
#include <fcntl.h>

#include "odd.h"

int main(void)
{
	struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET }, none = all;
	int first = (int)OK(open("locked", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
	int second = (int)OK(open("locked", O_RDWR | O_CLOEXEC));

	none.l_type = F_UNLCK;
	OK(fcntl(first, F_OFD_SETLK, &all));
	MUST(fcntl(second, F_OFD_SETLK, &all) == -1 && (errno == EAGAIN || errno == EACCES));
	puts("the second is refused");
	OK(fcntl(first, F_OFD_SETLK, &none));
	OK(fcntl(second, F_OFD_SETLK, &all));
	puts("the second has it");
	OK(close(first));
	OK(close(second));
	OK(unlink("locked"));
	return 0;
}
