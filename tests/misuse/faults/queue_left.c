/* expect: ipc-left */
#include <stddef.h>
#include <sys/ipc.h>
#include <sys/msg.h>

int main(void)
{
	int kept = msgget(IPC_PRIVATE, 0600); /* HERE */
	int removed = msgget(IPC_PRIVATE, 0600);

	msgctl(removed, IPC_RMID, NULL);
	return kept < 0;
}
