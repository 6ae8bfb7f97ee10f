/* waits: for room in a queue that a child receives from
 * expect: EXITED(0)
 */
#include <mqueue.h>

#include "../waits.h"

static mqd_t make(void)
{
	struct mq_attr attributes = { .mq_maxmsg = 2, .mq_msgsize = 8 };

	return mq_open("/queue", O_CREAT | O_RDWR, 0600, &attributes);
}

int main(void)
{
	mqd_t queue = make();
	char bytes[8];

	if (fork() == 0) {
		compute();
		for (int i = 0; i < 10; i++)
			if (mq_receive(queue, bytes, sizeof(bytes), 0) != 1)
				return 1;
		return 0;
	}
	for (int i = 0; i < 10; i++)
		if (mq_send(queue, "x", 1, 0))
			return 1;
	return child_failed() || mq_unlink("/queue");
}
