/* box: pause() with an alarm pending is no deadlock
 * expect: EXITED(3) */
#include <signal.h>
#include <unistd.h>

static void wake(int number)
{
	(void)number;
}

int main(void)
{
	struct sigaction action = { .sa_handler = wake };

	sigaction(SIGALRM, &action, 0);
	alarm(1);
	pause();
	return 3;
}
