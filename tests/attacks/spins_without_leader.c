/* attack: the first thread ends, another one spins
 * options: --cpu 300
 * expect: SPINNING or CPU_LIMIT
 * own: yes */
#include <pthread.h>

static void *spin(void *unused)
{
	for (volatile long i = 0;; i++)
		;
}

int main(void)
{
	pthread_t thread;

	pthread_create(&thread, 0, spin, 0);
	pthread_exit(0);
}
