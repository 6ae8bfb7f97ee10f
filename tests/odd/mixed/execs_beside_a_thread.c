/* odd: exec ends a thread that waits for ever, together with everything else of the old program
 * expect: EXITED(0)
 * prints: another program
 * mechanisms: pthread */
#include <pthread.h>

#include "odd.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int waiting;

static void *wait_for_ever(void *nothing)
{
	ZERO(pthread_mutex_lock(&mutex));
	waiting = 1;
	ZERO(pthread_cond_broadcast(&changed));
	while (waiting)
		ZERO(pthread_cond_wait(&changed, &mutex));
	ZERO(pthread_mutex_unlock(&mutex));
	return nothing;
}

int main(void)
{
	char *const argv[] = { "echo", "another program", NULL };
	pthread_t thread;

	ZERO(pthread_create(&thread, NULL, wait_for_ever, NULL));
	ZERO(pthread_mutex_lock(&mutex));
	while (!waiting)
		ZERO(pthread_cond_wait(&changed, &mutex));
	ZERO(pthread_mutex_unlock(&mutex));
	OK(execv("/bin/echo", argv));
	return 1;
}
