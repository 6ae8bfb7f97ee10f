/* box: threads count as tasks
 * options: --tasks 40
 * expect: PROCESS_LIMIT */
#include <pthread.h>
#include <unistd.h>

static void *wait_here(void *unused)
{
	pause();
	return unused;
}

int main(void)
{
	pthread_t thread;

	for (;;)
		pthread_create(&thread, 0, wait_here, 0);
}
