/* attack: a limit of its own ends it, so that it looks as if ours had, or as if it had crashed
 * options: --cpu 5000
 * expect: SIGNALLED(24)
 * own: yes */
#include <sys/resource.h>

int main(void)
{
	struct rlimit limit = { 1, 1 };

	limit.rlim_max = 5;
	setrlimit(RLIMIT_CPU, &limit);
	for (volatile long i = 0;; i++)
		;
}
