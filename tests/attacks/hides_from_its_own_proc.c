/* attack: is not dumpable, so that its /proc belongs to root, and waits for ever
 * options: --idle 300 --wall 100000
 * expect: DEADLOCKED or WALL_LIMIT
 * own: yes */
#include <sys/prctl.h>
#include <unistd.h>

int main(void)
{
	prctl(PR_SET_DUMPABLE, 0);
	for (;;)
		pause();
}
