/* attack: none: short-lived children in turn; not seeing one is no deadlock
 * runs: 3
 * options: --cpu 20000
 * expect: EXITED(0)
 * own: yes */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	for (int i = 0; i < 1500; i++) {
		if (fork() == 0) {
			for (volatile int spin = 0; spin < 200000; spin++)
				;
			_exit(0);
		}
		wait(0);
	}
	return 0;
}
