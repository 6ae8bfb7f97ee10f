/* explorer: none
 * A signal is let through only while ppoll(), pselect() and epoll_pwait() wait: it is not lost
 * between looking at the flag and waiting.
 */
#define _GNU_SOURCE
#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WAYS = 3 };

static volatile sig_atomic_t ended;

static void on_child(int number)
{
	(void)number;
	ended = 1;
}

static int wait_by(int way, int set, const sigset_t *mask)
{
	struct epoll_event event;

	switch (way) {
	case 0:
		return ppoll(NULL, 0, NULL, mask);
	case 1:
		return pselect(0, NULL, NULL, NULL, NULL, mask);
	default:
		return epoll_pwait(set, &event, 1, -1, mask);
	}
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_child, .sa_flags = SA_RESTART };
	int set = epoll_create1(0);
	sigset_t block, before;

	sigaction(SIGCHLD, &action, NULL);
	sigemptyset(&block);
	sigaddset(&block, SIGCHLD);
	sigprocmask(SIG_BLOCK, &block, &before);
	for (int way = 0; way < WAYS; way++) {
		ended = 0;
		if (fork() == 0)
			_exit(0);
		while (!ended)
			assert(wait_by(way, set, &before) == -1 && errno == EINTR);
		assert(wait(NULL) > 0);
	}
	return 0;
}
