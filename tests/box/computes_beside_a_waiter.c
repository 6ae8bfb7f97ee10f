/* box: one thread computes and another one polls for its result: too slow is too slow
 * options: --cpu 400 --witness
 * expect: CPU_LIMIT
 * says: none */
#include <pthread.h>

static volatile int done;
static volatile unsigned long value;

static void *computes(void *unused)
{
	for (value = 1; value; value += 2)
		;
	done = 1;
	return unused;
}

int main(void)
{
	pthread_t thread;

	pthread_create(&thread, 0, computes, 0);
	while (!done)
		;
	return 0;
}
