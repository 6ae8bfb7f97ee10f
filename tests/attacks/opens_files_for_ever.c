/* attack: opens files until no descriptor is left, and tries to be given more
 * expect: EXITED(0) */
#include "attack.h"
#include <fcntl.h>
#include <sys/resource.h>

int main(void)
{
	struct rlimit limit;
	int count = 0;

	while (count < 100000 && open("/dev/null", O_RDONLY) >= 0)
		count++;
	BREAK_IF(1, count > 65536);
	REFUSED(2, open("/dev/null", O_RDONLY), EMFILE);
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_max++;
	REFUSED(3, setrlimit(RLIMIT_NOFILE, &limit), EPERM);
	REFUSED(4, dup2(0, 100000), EBADF);
	return 0;
}
