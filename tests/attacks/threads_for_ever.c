/* attack: a thread bomb (500 at most)
 * options: --tasks 32 --cpu 3000
 * expect: PROCESS_LIMIT */
#include <pthread.h>
#include <unistd.h>

static void *stay(void *unused)
{
	for (;;)
		pause();
}

int main(void)
{
	pthread_t thread;

	for (int i = 0; i < 500; i++)
		pthread_create(&thread, 0, stay, 0);
	stay(0);
}
