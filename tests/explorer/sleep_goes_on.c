/* explorer: none
 * What a signal has left of a sleep is slept, too.
 */
#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void on_child(int number)
{
	(void)number;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_child, .sa_flags = SA_RESTART };
	struct timespec second = { .tv_sec = 1 };
	time_t begun = time(NULL);

	sigaction(SIGCHLD, &action, NULL);
	if (fork() == 0)
		_exit(0);
	while (nanosleep(&second, &second) < 0)
		assert(errno == EINTR);
	assert(time(NULL) > begun);
	wait(NULL);
	return 0;
}
