/* box: threads that wait for ever beside a handler for SIGALRM
 * options: --idle 600000
 * expect: DEADLOCKED */
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void wake(int number)
{
	(void)number;
}

static void *waits(void *unused)
{
	pthread_mutex_lock(&lock);
	return unused;
}

int main(void)
{
	pthread_t threads[3];

	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = wake }, 0);
	pthread_mutex_lock(&lock);
	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], 0, waits, 0);
	pthread_join(threads[0], 0);
	return 3;
}
