/* waits: for a message in a queue that is empty
 * expect: DEADLOCKED
 * says: waits in mq_receive\(\) on a message in the queue /queue at.*The queue is empty \(0 of 2 messages\).*Who has it open for sending: mq_receive itself, descriptor 3.*No other task is left that could send one.*mq_receive\(3\)
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
	char bytes[8];

	mq_receive(make(), bytes, sizeof(bytes), 0); /* HERE */
	return 0;
}
