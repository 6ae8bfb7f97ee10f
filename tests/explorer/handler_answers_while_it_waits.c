/* explorer: none
 * Who waits for a semaphore, and who waits for a mutex, answers signals all the same: the child
 * asks until a handler of its parent's, which waits for the child, has answered.
 */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
	pthread_mutex_t lock;
	sem_t done;
	_Atomic int locked, answers;
};

static struct shared *shared;

static void on_signal(int number)
{
	(void)number;
	shared->answers++;
}

static void ask(int answers)
{
	kill(getppid(), SIGUSR1);
	while (shared->answers < answers)
		sched_yield();
}

static void be_child(void)
{
	pthread_mutex_lock(&shared->lock);
	shared->locked = 1;
	ask(1);
	pthread_mutex_unlock(&shared->lock);
	ask(2);
	sem_post(&shared->done);
	_exit(0);
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	pthread_mutexattr_t attributes;

	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		0);
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&shared->lock, &attributes);
	sem_init(&shared->done, 1, 0);
	sigaction(SIGUSR1, &action, NULL);
	if (fork() == 0)
		be_child();
	while (!shared->locked)
		sched_yield();
	pthread_mutex_lock(&shared->lock);
	pthread_mutex_unlock(&shared->lock);
	while (sem_wait(&shared->done) < 0)
		assert(errno == EINTR);
	assert(wait(NULL) > 0);
	return 0;
}
