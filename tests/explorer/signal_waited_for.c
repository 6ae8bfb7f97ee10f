/* explorer: none
 * Threads: a result lies in a global variable, and SIGUSR1, for which main waits, tells of it.
 */
#include <assert.h>
#include <pthread.h>
#include <signal.h>

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
	int number;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	waiter = pthread_self();
	pthread_create(&thread, NULL, compute, NULL);
	sigwait(&set, &number);
	assert(result == 42);
	pthread_join(thread, NULL);
	return 0;
}
