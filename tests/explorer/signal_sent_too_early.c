/* explorer: race
 * Threads: SIGUSR1 tells of a result that is not there yet.
 */
#include <pthread.h>
#include <signal.h>

static pthread_t waiter;
static int result;

static void *compute(void *unused)
{
	(void)unused;
	pthread_kill(waiter, SIGUSR1);
	result = 42;
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
	number = result;
	pthread_join(thread, NULL);
	return number == 0 && result == 0;
}
