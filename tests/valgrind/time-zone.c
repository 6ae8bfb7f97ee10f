/*
 * Threads that ask libc for the local time: its own data, under its own lock.
 * expect: nothing
 */
#include <pthread.h>
#include <time.h>

static void *work(void *data)
{
	for (int i = 0; i < 20; i++) {
		time_t now = 1700000000 + i;
		struct tm parts;

		localtime_r(&now, &parts);
	}
	return data;
}

int main(void)
{
	pthread_t threads[3];

	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, work, NULL);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
