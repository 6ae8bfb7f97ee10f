/* waits: for a message that a child sends
 * expect: EXITED(0)
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
	} message = { 7 };

	if (fork() == 0) {
		compute();
		return msgsnd(queue, &message, 4, 0);
	}
	return msgrcv(queue, &message, 4, 7, 0) != 4 || child_failed() ||
	       msgctl(queue, IPC_RMID, 0);
}
