/* explorer: assertion
 * Two clients ask a server by one System V queue; a reply may be taken by the other client.
 */
#include <assert.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

struct message {
	long type;
	pid_t client;
};

static void ask(int queue)
{
	struct message message = { .type = 1, .client = getpid() };

	msgsnd(queue, &message, sizeof(message.client), 0);
	msgrcv(queue, &message, sizeof(message.client), 2, 0);
	assert(message.client == getpid());
	_exit(0);
}

int main(void)
{
	int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
	struct message message;

	for (int client = 0; client < 2; client++)
		if (fork() == 0)
			ask(queue);
	for (int i = 0; i < 2; i++) {
		msgrcv(queue, &message, sizeof(message.client), 1, 0);
		message.type = 2;
		msgsnd(queue, &message, sizeof(message.client), 0);
	}
	while (wait(NULL) > 0)
		;
	msgctl(queue, IPC_RMID, NULL);
	return 0;
}
