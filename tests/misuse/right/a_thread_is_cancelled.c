/* In write() and in close() of a lock's file, where it can be; and its cleanup runs. */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static int ends[2], cleaned;

static void clean(void *nothing)
{
	(void)nothing;
	cleaned = 1;
}

static void *work(void *nothing)
{
	char bytes[4096] = { 0 };

	pthread_cleanup_push(clean, NULL);
	for (;;)
		if (write(ends[1], bytes, sizeof(bytes)) < 0)
			break;
	pthread_cleanup_pop(0);
	return nothing;
}

int main(void)
{
	pthread_t thread;
	void *result;

	if (pipe(ends) < 0)
		return 1;
	pthread_create(&thread, NULL, work, NULL);
	pthread_cancel(thread);
	pthread_join(thread, &result);
	return result == PTHREAD_CANCELED && cleaned ? 0 : 2;
}
