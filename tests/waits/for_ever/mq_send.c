/* waits: for room in a queue that is full
 * expect: DEADLOCKED
 * says: waits in mq_send\(\) on room in the queue /queue at.*The queue is full \(2 of 2 messages\).*Who has it open for receiving: mq_send itself, descriptor 3.*mq_send\(3\)
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

	for (;;)
		mq_send(queue, "x", 1, 0); /* HERE */
}
