/*
 * The same, of a text that another thread changes meanwhile.
 * expect: sure data race
 */
#include <pthread.h>
#include <stdio.h>

static char text[] = "words";

static void *work(void *data)
{
	for (int i = 0; i < 30; i++) {
		text[0] = (char)('a' + i % 26); /* here */
		printf("%d %s\n", i, text);
	}
	return data;
}

int main(void)
{
	pthread_t threads[2];

	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, work, NULL);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
