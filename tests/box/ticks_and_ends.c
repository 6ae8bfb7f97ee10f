/* box: a timer with an interval wakes it again and again; each call that it
 *      interrupts fails with EINTR, in every way to wait
 * expect: EXITED(0) */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/sem.h>
#include <sys/time.h>
#include <unistd.h>

static volatile sig_atomic_t ticks;

static void tick(int number)
{
	(void)number;
	ticks++;
}

/* One call, however often it is looked at, ends by one tick. */
static int waits(int which, int pipe_end, int epoll, int semaphores)
{
	struct epoll_event event;
	struct sembuf down = { 0, -1, 0 };
	char byte;

	switch (which) {
	case 0:
		return pause();
	case 1:
		return read(pipe_end, &byte, 1);
	case 2:
		return epoll_wait(epoll, &event, 1, -1);
	case 3:
		return semop(semaphores, &down, 1);
	default:
		return poll(&(struct pollfd){ pipe_end, POLLIN, 0 }, 1, -1);
	}
}

int main(void)
{
	struct itimerval often = { { 0, 20000 }, { 0, 20000 } };
	int epoll = epoll_create1(0);
	int semaphores = semget(IPC_PRIVATE, 1, 0600);
	int ends[2];

	pipe(ends);
	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = tick }, 0);
	setitimer(ITIMER_REAL, &often, 0);
	for (int i = 0; i < 25; i++) {
		int before = ticks;

		if (waits(i % 5, ends[0], epoll, semaphores) != -1 || errno != EINTR)
			return 1;
		if (ticks == before)
			return 2;
	}
	semctl(semaphores, 0, IPC_RMID);
	return 0;
}
