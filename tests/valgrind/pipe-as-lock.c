/*
 * A byte in a pipe is a lock between threads: right, and unknown to the tools.
 * expect: no accusation
 */
#include <pthread.h>
#include <unistd.h>

static int ends[2];
static int counter;

static void *work(void *data)
{
	char byte;

	for (int i = 0; i < 20; i++) {
		if (read(ends[0], &byte, 1) != 1)
			return NULL;
		counter++;
		if (write(ends[1], &byte, 1) != 1)
			return NULL;
	}
	return data;
}

int main(void)
{
	pthread_t threads[2];

	if (pipe(ends) < 0 || write(ends[1], "x", 1) != 1)
		return 1;
	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, work, NULL);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	return counter == 40 ? 0 : 1;
}
