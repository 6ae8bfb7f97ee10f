/*
 * Threads that print meet in the buffer of the stream, under a lock of libc's.
 * expect: nothing
 */
#include <pthread.h>
#include <stdio.h>

static void *work(void *data)
{
	for (int i = 0; i < 30; i++) {
		printf("%d %s\n", i, "words");
		puts("more words");
		fputs("and more\n", stdout);
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
