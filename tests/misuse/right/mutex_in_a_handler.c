#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static sem_t come;
static int count;

static void on_signal(int number)
{
	int before = errno;

	(void)number;
	sem_post(&come);
	errno = before;
}

int main(void)
{
	sem_init(&come, 0, 0);
	signal(SIGUSR1, on_signal);
	pthread_mutex_lock(&mutex);
	count++;
	pthread_mutex_unlock(&mutex);
	while (sem_wait(&come) < 0 && errno == EINTR)
		;
	return 0;
}
