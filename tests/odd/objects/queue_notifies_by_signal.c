/* odd: a POSIX queue tells of its first message by a signal, mq_notify()
 * expect: EXITED(0)
 * prints: told by a signal: ping, priority 3
 * mechanisms: posix-mq, signal
 * plain: not held: /dev/mqueue may not be mounted */
#include <fcntl.h>
#include <mqueue.h>
#include <signal.h>

#include "odd.h"

int main(void)
{
	struct mq_attr attributes = { .mq_maxmsg = 4, .mq_msgsize = 16 };
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
	char text[16];
	unsigned priority;
	siginfo_t info;
	ssize_t length;
	sigset_t set;
	pid_t child;
	mqd_t queue;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	OK(sigprocmask(SIG_BLOCK, &set, NULL));
	queue = (mqd_t)OK(mq_open("/odd", O_RDWR | O_CREAT | O_EXCL, 0600, &attributes));
	OK(mq_notify(queue, &event));
	child = (pid_t)OK(fork());
	if (child == 0) {
		OK(mq_send(queue, "ping", 4, 3));
		_exit(0);
	}
	while (sigwaitinfo(&set, &info) == -1)
		MUST(errno == EINTR);
	MUST(info.si_code == SI_MESGQ);
	length = OK(mq_receive(queue, text, sizeof(text), &priority));
	wait_well(child);
	OK(mq_close(queue));
	OK(mq_unlink("/odd"));
	printf("told by a signal: %.*s, priority %u\n", (int)length, text, priority);
	return 0;
}
