/* attack: CPU time in short processes that nobody waits for (400 at most)
 * options: --cpu 300
 * expect: CPU_LIMIT or SPINNING
 * own: yes */
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
	for (int i = 0; i < 400; i++) {
		if (fork() == 0) {
			if (fork() > 0)
				_exit(0);
			while (clock() < CLOCKS_PER_SEC / 100)
				;
			_exit(0);
		}
		wait(0);
	}
	return 1;
}
