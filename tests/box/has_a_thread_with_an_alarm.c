/* box: an alarm is the process's: one thread sets it, another one is woken
 * expect: EXITED(0) */
#include <pthread.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

static int ends[2];

static void wake(int number)
{
	(void)number;
	write(ends[1], "x", 1);
}

static void *arms(void *unused)
{
	struct itimerval soon = { .it_value = { 0, 100000 } };
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, 0);
	setitimer(ITIMER_REAL, &soon, 0);
	for (;;)
		pause();
}

int main(void)
{
	pthread_t thread;
	char byte;

	pipe(ends);
	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = wake, .sa_flags = SA_RESTART }, 0);
	pthread_create(&thread, 0, arms, 0);
	return read(ends[0], &byte, 1) != 1;
}
