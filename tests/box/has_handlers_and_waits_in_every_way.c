/* box: many ways to wait for ever beside a handler for SIGALRM, each of them asked for alarms
 * options: --idle 600000
 * expect: DEADLOCKED */
#include <mqueue.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/msg.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static int ends[2], file, queue, semaphores, listener;

static void wake(int number)
{
	(void)number;
}

static void in_poll(void)
{
	poll(&(struct pollfd){ ends[0], POLLIN, 0 }, 1, -1);
}

static void in_select(void)
{
	fd_set set;

	FD_ZERO(&set);
	FD_SET(ends[0], &set);
	select(ends[0] + 1, &set, 0, 0, 0);
}

static void in_epoll(void)
{
	struct epoll_event event;

	epoll_wait(epoll_create1(0), &event, 1, -1);
}

static void in_semop(void)
{
	semop(semaphores, &(struct sembuf){ 0, -1, 0 }, 1);
}

static void in_msgrcv(void)
{
	struct {
		long type;
		char text[8];
	} message;

	msgrcv(queue, &message, sizeof(message.text), 0, 0);
}

static void in_sigsuspend(void)
{
	sigset_t none;

	sigemptyset(&none);
	sigsuspend(&none);
}

static void in_sigwait(void)
{
	sigset_t set;
	int number;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, 0);
	sigwait(&set, &number);
}

static void in_flock(void)
{
	flock(open("lock", O_RDWR), LOCK_EX);
}

static void in_fcntl(void)
{
	fcntl(file, F_SETLKW, &(struct flock){ .l_type = F_WRLCK });
}

static void in_accept(void)
{
	accept(listener, 0, 0);
}

static void in_eventfd(void)
{
	eventfd_t value;

	eventfd_read(eventfd(0, 0), &value);
}

static void in_mq_receive(void)
{
	char text[8192];

	mq_receive(mq_open("/q", O_CREAT | O_RDONLY, 0600, 0), text, sizeof(text), 0);
}

static void (*const ways[])(void) = { in_poll, in_select, in_epoll, in_semop, in_msgrcv,
	in_sigsuspend, in_sigwait, in_flock, in_fcntl, in_accept, in_eventfd, in_mq_receive };

int main(void)
{
	struct sockaddr_un name = { AF_UNIX, "socket" };

	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = wake }, 0);
	pipe(ends);
	file = open("lock", O_CREAT | O_RDWR, 0600);
	flock(file, LOCK_EX);
	fcntl(file, F_SETLK, &(struct flock){ .l_type = F_WRLCK });
	queue = msgget(IPC_PRIVATE, 0600);
	semaphores = semget(IPC_PRIVATE, 1, 0600);
	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	bind(listener, (struct sockaddr *)&name, sizeof(name));
	listen(listener, 1);
	for (unsigned i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		if (fork() == 0) {
			ways[i]();
			_exit(i + 1);
		}
	return wait(0) != 0;
}
