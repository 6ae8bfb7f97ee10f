/* attack: so many deaths that whoever hears of them drowns (1000)
 * options: --cpu 8000
 * expect: EXITED(0)
 * own: yes */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	for (int i = 0; i < 500; i++) {
		if (vfork() == 0)
			_exit(0);
		if (fork() == 0) {
			vfork() == 0 ? _exit(0) : (void)0;
			_exit(0);
		}
	}
	while (wait(0) > 0)
		;
	return 0;
}
