/* box: a child does not inherit an alarm: it waits for ever once its parent's has fired
 * options: --idle 600000
 * expect: EXITED(14)
 * says: process.[0-9]+ */
#include <signal.h>
#include <unistd.h>

static void end(int number)
{
	_exit(number);
}

int main(void)
{
	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = end }, 0);
	alarm(1);
	fork();
	for (;;)
		pause();
}
