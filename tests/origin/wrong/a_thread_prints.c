/* expect: wrong-output */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static void *work(void *nothing)
{
	printf("Two\n"); /* HERE */
	return nothing;
}

int main(int argc, char **argv)
{
	pthread_t thread;

	if (argc != 2 || strcmp(argv[1], "3") != 0)
		return 2;
	printf("one\n");
	pthread_create(&thread, NULL, work, NULL);
	pthread_join(thread, NULL);
	printf("three\n");
	return 0;
}
