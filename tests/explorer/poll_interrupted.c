/* explorer: assertion
 * Whatever its handlers ask for, poll() ends with EINTR when one has run: signal(7).
 */
#include <assert.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void on_child(int number)
{
	(void)number;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_child, .sa_flags = SA_RESTART };
	int ends[2];

	sigaction(SIGCHLD, &action, NULL);
	if (pipe(ends) < 0)
		return 1;
	for (int i = 0; i < 2; i++)
		if (fork() == 0)
			_exit(i == 1 && write(ends[1], "x", 1) != 1);
	assert(poll(&(struct pollfd){ .fd = ends[0], .events = POLLIN }, 1, -1) == 1);
	while (wait(NULL) > 0)
		;
	return 0;
}
