/* expect: handler */
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static volatile sig_atomic_t done;
static int count;

static void on_signal(int number)
{
	(void)number;
	if (pthread_mutex_lock(&mutex) == 0) { /* HERE */
		count++;
		done = 1;
	}
	pthread_mutex_unlock(&mutex);
}

int main(void)
{
	signal(SIGUSR1, on_signal);
	pthread_mutex_lock(&mutex);
	count++;
	pthread_mutex_unlock(&mutex);
	while (!done)
		pause();
	return 0;
}
