/* odd: mq_timedreceive() and mq_timedsend() give up, and by priority the last message comes first
 * expect: EXITED(0)
 * prints: empty, full
 * prints: high
 * prints: low
 * mechanisms: posix-mq
 * plain: not held: /dev/mqueue may not be mounted */
#include <fcntl.h>
#include <mqueue.h>
#include <time.h>

#include "odd.h"

static struct timespec soon(void)
{
	struct timespec time;

	OK(clock_gettime(CLOCK_REALTIME, &time));
	time.tv_nsec += 50000000;
	time.tv_sec += time.tv_nsec / 1000000000;
	time.tv_nsec %= 1000000000;
	return time;
}

int main(void)
{
	struct mq_attr attributes = { .mq_maxmsg = 2, .mq_msgsize = 16 };
	struct timespec until = soon();
	char text[16];
	mqd_t queue = (mqd_t)OK(mq_open("/odd", O_RDWR | O_CREAT | O_EXCL, 0600, &attributes));

	MUST(mq_timedreceive(queue, text, sizeof(text), NULL, &until) == -1 && errno == ETIMEDOUT);
	OK(mq_send(queue, "low", 4, 1));
	OK(mq_send(queue, "high", 5, 2));
	until = soon();
	MUST(mq_timedsend(queue, "more", 5, 1, &until) == -1 && errno == ETIMEDOUT);
	puts("empty, full");
	for (int i = 0; i < 2; i++) {
		OK(mq_receive(queue, text, sizeof(text), NULL));
		puts(text);
	}
	OK(mq_close(queue));
	OK(mq_unlink("/odd"));
	return 0;
}
