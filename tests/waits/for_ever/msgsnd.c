/* waits: for room in a queue that nobody receives from
 * expect: DEADLOCKED
 * says: waits in msgsnd\(\) on room in the queue.*The queue holds [0-9]+ messages, [0-9]+ of at most [0-9]+ bytes, and 1000 more do not fit. No other task is left that could receive from it.*msgop\(2\)
 */
#include <sys/ipc.h>
#include <sys/msg.h>

#include "../waits.h"

int main(void)
{
	int queue = msgget(IPC_PRIVATE, 0600);
	struct {
		long type;
		char text[1000];
	} message = { 1 };

	for (;;)
		msgsnd(queue, &message, 1000, 0); /* HERE */
}
