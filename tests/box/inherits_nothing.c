/* box: no descriptor but 0, 1, 2, no blocked or ignored signal, a session of its own
 * expect: EXITED(0) */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

int main(void)
{
	struct sigaction action;
	sigset_t mask;

	for (int fd = 3; fd < 1024; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			return 1;
	sigprocmask(SIG_BLOCK, 0, &mask);
	for (int number = 1; number < 32; number++) {
		if (sigismember(&mask, number))
			return 2;
		sigaction(number, 0, &action);
		if (action.sa_handler != SIG_DFL)
			return 3;
	}
	return getsid(0) == getpid() ? 0 : 4;
}
