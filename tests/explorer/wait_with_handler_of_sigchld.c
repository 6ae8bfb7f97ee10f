/* explorer: none
 * A handler of SIGCHLD that does not ask for SA_RESTART: wait() has a child to tell of whenever
 * the signal comes, and what there is comes before what interrupts.
 */
#include <assert.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t ended;

static void on_child(int number)
{
	(void)number;
	ended = 1;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_child };

	sigaction(SIGCHLD, &action, NULL);
	for (int i = 0; i < 3; i++)
		if (fork() == 0)
			_exit(0);
	for (int i = 0; i < 3; i++)
		assert(wait(NULL) > 0);
	assert(ended);
	return 0;
}
