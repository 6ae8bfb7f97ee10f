/* waits: for room in a queue that a child receives from
 * expect: EXITED(0)
 */
#include <sys/ipc.h>
#include <sys/msg.h>

#include "../waits.h"

enum { MESSAGES = 100 };

int main(void)
{
	int queue = msgget(IPC_PRIVATE, 0600);
	struct {
		long type;
		char text[1000];
	} message = { 1 };

	if (fork() == 0) {
		compute();
		for (int i = 0; i < MESSAGES; i++)
			if (msgrcv(queue, &message, 1000, 0, 0) != 1000)
				return 1;
		return 0;
	}
	for (int i = 0; i < MESSAGES; i++)
		if (msgsnd(queue, &message, 1000, 0))
			return 1;
	return child_failed() || msgctl(queue, IPC_RMID, 0);
}
