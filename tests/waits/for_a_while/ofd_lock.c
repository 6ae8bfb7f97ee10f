/* waits: for a lock of a thread's open file description, while it computes
 * expect: EXITED(0)
 */
#include "../waits.h"

static void lock(int file, int command, long first, long length)
{
	struct flock range = { .l_type = F_WRLCK, .l_start = first, .l_len = length };

	fcntl(file, command, &range);
}

static pthread_barrier_t held;

static void *hold(void *unused)
{
	int file = open("file", O_RDWR);

	lock(file, F_OFD_SETLKW, 0, 0);
	pthread_barrier_wait(&held);
	compute();
	close(file);
	return unused;
}

int main(void)
{
	int file = open("file", O_CREAT | O_RDWR, 0600);
	pthread_t thread;

	pthread_barrier_init(&held, 0, 2);
	pthread_create(&thread, 0, hold, 0);
	pthread_barrier_wait(&held);
	lock(file, F_OFD_SETLKW, 0, 0);
	return pthread_join(thread, 0);
}
