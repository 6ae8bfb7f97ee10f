/* explorer: none
 * A child leaves a result in shared memory, and tells of it by a message of a POSIX queue.
 */
#include <assert.h>
#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *result = mmap(
		NULL, sizeof(*result), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct mq_attr limits = { .mq_maxmsg = 1, .mq_msgsize = 1 };
	char name[64], byte;
	mqd_t queue;

	snprintf(name, sizeof(name), "/explorer-%d", getpid());
	queue = mq_open(name, O_CREAT | O_RDWR, 0600, &limits);
	mq_unlink(name);
	if (fork() == 0) {
		*result = 42;
		_exit(mq_send(queue, "x", 1, 0) != 0);
	}
	if (mq_receive(queue, &byte, 1, NULL) != 1)
		return 1;
	assert(*result == 42);
	wait(NULL);
	return 0;
}
