/* waits: for any message in a queue that is empty
 * expect: DEADLOCKED
 * says: waits in msgrcv\(\) on a message in the queue.*The queue is empty. No other task is left that could send one
 */
#include <sys/ipc.h>
#include <sys/msg.h>

#include "../waits.h"

int main(void)
{
	int queue = msgget(IPC_PRIVATE, 0600);
	struct {
		long type;
		char text[4];
	} message;

	msgrcv(queue, &message, 4, 0, 0); /* HERE */
	return 0;
}
