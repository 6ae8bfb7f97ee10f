/* box: a loop that looks at a flag which another thread never sets
 * options: --cpu 400 --witness
 * expect: SPINNING
 * says: spin.[0-9]+.[0-9]+.memory.*waits.*spins_on_a_flag.c.@HERE@ */
#include <pthread.h>
#include <unistd.h>

static volatile int done;

static void *waits(void *unused)
{
	while (!done) /* HERE */
		;
	return unused;
}

int main(void)
{
	pthread_t thread;

	pthread_create(&thread, 0, waits, 0);
	pthread_join(thread, 0);
	return 0;
}
