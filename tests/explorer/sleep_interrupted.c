/* explorer: assertion
 * A parent is to sleep for a second, but the signal that tells of its child's end ends the sleep: what
 * nanosleep() returns is not looked at (signal(7): it is never restarted).
 */
#include <assert.h>
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
	nanosleep(&second, NULL);
	assert(time(NULL) > begun);
	wait(NULL);
	return 0;
}
