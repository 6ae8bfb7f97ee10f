/* explorer: none
 * Threads: a result lies in a global variable, and SIGUSR1, which main reads from a signalfd,
 * tells of it.
 */
#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

static pthread_t waiter;
static int result;

static void *compute(void *unused)
{
	(void)unused;
	result = 42;
	pthread_kill(waiter, SIGUSR1);
	return NULL;
}

int main(void)
{
	pthread_t thread;
	sigset_t set;
	struct signalfd_siginfo info;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	waiter = pthread_self();
	pthread_create(&thread, NULL, compute, NULL);
	if (read(signalfd(-1, &set, 0), &info, sizeof(info)) != sizeof(info))
		return 1;
	assert(result == 42);
	pthread_join(thread, NULL);
	return 0;
}
