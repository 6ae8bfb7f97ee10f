/* attack: asks for more of everything that is limited
 * expect: EXITED(0)
 * own: yes */
#include "attack.h"
#include <sys/resource.h>

int main(void)
{
	const int limits[] = { RLIMIT_CPU, RLIMIT_CORE, RLIMIT_NOFILE, RLIMIT_NPROC, RLIMIT_FSIZE,
		RLIMIT_MEMLOCK, RLIMIT_MSGQUEUE, RLIMIT_NICE, RLIMIT_RTPRIO };

	for (int i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
		struct rlimit limit;

		getrlimit(limits[i], &limit);
		limit.rlim_max++;
		REFUSED(i + 1, prlimit(0, limits[i], &limit, 0), EPERM);
	}
	return 0;
}
