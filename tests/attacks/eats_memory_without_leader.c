/* attack: the first thread ends, another one fills the memory (256 MiB at most)
 * options: --memory 32
 * expect: MEMORY_LIMIT
 * own: yes */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *fill(void *unused)
{
	for (int i = 0; i < 256; i++)
		memset(malloc(1 << 20), 1, 1 << 20);
	for (;;)
		pause();
}

int main(void)
{
	pthread_t thread;

	pthread_create(&thread, 0, fill, 0);
	pthread_exit(0);
}
