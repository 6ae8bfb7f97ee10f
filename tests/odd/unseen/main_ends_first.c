/* odd: the main thread leaves by pthread_exit(), the process lives on until its last thread ends
 * expect: EXITED(0)
 * prints: the main thread has gone
 * mechanisms: pthread
 * unseen: helgrind: version 3.19 fails an assertion of its own when the main thread is joined */
#include <pthread.h>

#include "odd.h"

static pthread_t main_thread;

static void *outlive(void *nothing)
{
	ZERO(pthread_join(main_thread, NULL));
	puts("the main thread has gone");
	return nothing;
}

int main(void)
{
	pthread_t thread;

	main_thread = pthread_self();
	ZERO(pthread_create(&thread, NULL, outlive, NULL));
	ZERO(pthread_detach(thread));
	pthread_exit(NULL);
}
