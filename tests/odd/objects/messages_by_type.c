/* odd: messages are taken by type, lowest type first, and without blocking when there is none
 * expect: EXITED(0)
 * prints: type 7: seven
 * prints: type 2: two
 * prints: type 3: three
 * prints: nothing more
 * mechanisms: sysv-msg */
#include <sys/ipc.h>
#include <sys/msg.h>

#include "odd.h"

struct message {
	long type;
	char text[16];
};

static void send(int queue, long type, const char *text)
{
	struct message message = { .type = type };

	snprintf(message.text, sizeof(message.text), "%s", text);
	OK(msgsnd(queue, &message, sizeof(message.text), 0));
}

static void take(int queue, long type)
{
	struct message message;

	while (msgrcv(queue, &message, sizeof(message.text), type, 0) == -1)
		MUST(errno == EINTR);
	printf("type %ld: %s\n", message.type, message.text);
}

int main(void)
{
	int queue = (int)OK(msgget(IPC_PRIVATE, IPC_CREAT | 0600));
	struct message message;
	pid_t child = (pid_t)OK(fork());

	if (child == 0) {
		send(queue, 3, "three");
		send(queue, 2, "two");
		send(queue, 7, "seven");
		_exit(0);
	}
	take(queue, 7);
	take(queue, -5);
	take(queue, -5);
	MUST(msgrcv(queue, &message, sizeof(message.text), 0, IPC_NOWAIT) == -1 && errno == ENOMSG);
	puts("nothing more");
	wait_well(child);
	OK(msgctl(queue, IPC_RMID, NULL));
	return 0;
}
