/* explorer: deadlock
 * Two processes send two messages to each other before they receive, and each queue has room for
 * one.
 */
#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static mqd_t make(const char *word)
{
	struct mq_attr limits = { .mq_maxmsg = 1, .mq_msgsize = 1 };
	char name[64];
	mqd_t queue;

	snprintf(name, sizeof(name), "/explorer-%s-%d", word, getpid());
	queue = mq_open(name, O_CREAT | O_RDWR, 0600, &limits);
	mq_unlink(name);
	return queue;
}

static void exchange(mqd_t out, mqd_t in)
{
	char byte;

	for (int i = 0; i < 2; i++)
		mq_send(out, "x", 1, 0);
	for (int i = 0; i < 2; i++)
		mq_receive(in, &byte, 1, NULL);
}

int main(void)
{
	mqd_t there = make("there"), back = make("back");

	if (fork() == 0) {
		exchange(back, there);
		_exit(0);
	}
	exchange(there, back);
	wait(NULL);
	return 0;
}
