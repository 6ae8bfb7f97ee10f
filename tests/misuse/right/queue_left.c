#include <stddef.h>
#include <sys/ipc.h>
#include <sys/msg.h>

int main(void)
{
	int kept = msgget(IPC_PRIVATE, 0600);

	return msgctl(kept, IPC_RMID, NULL) == 0 ? 0 : 1;
}
