/* waits: for a message of a type that is not in the queue
 * expect: DEADLOCKED
 * says: waits in msgrcv\(\) on a message of type 7 in the queue [0-9]+ \(key 0x00004712\) at.*The queue holds 2 messages, but none of that type. Their types: 1, 3. No other task is left that could send one.*must agree.*msgop\(2\)
 */
#include <sys/ipc.h>
#include <sys/msg.h>

#include "../waits.h"

int main(void)
{
	int queue = msgget(0x4712, IPC_CREAT | 0600);
	struct {
		long type;
		char text[4];
	} message = { 1 };

	msgsnd(queue, &message, 4, 0);
	message.type = 3;
	msgsnd(queue, &message, 4, 0);
	msgrcv(queue, &message, 4, 7, 0); /* HERE */
	return 0;
}
