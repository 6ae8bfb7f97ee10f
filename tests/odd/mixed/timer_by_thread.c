/* odd: libc starts a thread whenever a POSIX timer expires, SIGEV_THREAD
 * expect: EXITED(0)
 * prints: 3 expirations
 * mechanisms: pthread, posix-sem, signal */
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <time.h>

#include "odd.h"

static sem_t expired;

static void on_timer(union sigval value)
{
	(void)value;
	OK(sem_post(&expired));
}

int main(void)
{
	struct sigevent event = { .sigev_notify = SIGEV_THREAD, .sigev_notify_function = on_timer };
	const struct itimerspec every = { { 0, 20000000 }, { 0, 20000000 } };
	timer_t timer;

	OK(sem_init(&expired, 0, 0));
	OK(timer_create(CLOCK_MONOTONIC, &event, &timer));
	OK(timer_settime(timer, 0, &every, NULL));
	for (int i = 0; i < 3; i++)
		while (sem_wait(&expired) == -1)
			MUST(errno == EINTR);
	OK(timer_delete(timer));
	/* The semaphore stays: a thread of an expiration before the end may still post. */
	puts("3 expirations");
	return 0;
}
