/* box: kill(-1) harms only the box's own programs; init and the keeper go on
 * expect: EXITED(4) */
#include <signal.h>
#include <unistd.h>

int main(void)
{
	if (fork() == 0)
		for (;;)
			pause();
	kill(-1, SIGKILL);
	kill(1, SIGKILL);
	return 4;
}
