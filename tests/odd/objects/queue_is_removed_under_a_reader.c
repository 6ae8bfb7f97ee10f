/* odd: a reader that waits in msgrcv() ends with EIDRM when the queue is removed, as agreed
 * expect: EXITED(0)
 * prints: the reader took 2 and saw the queue go
 * mechanisms: pipe, sysv-msg */
#include <sys/ipc.h>
#include <sys/msg.h>

#include "odd.h"

struct message {
	long type;
	char byte;
};

/* Acknowledges each, so that none is in the queue when it is removed. */
static void __attribute__((noreturn)) take_all(int queue, int taken)
{
	struct message message;

	for (;;) {
		ssize_t got = msgrcv(queue, &message, sizeof(message.byte), 0, 0);

		if (got >= 0)
			write_all(taken, "!", 1);
		else if (errno == EIDRM || errno == EINVAL)
			_exit(0);
		else
			MUST(errno == EINTR);
	}
}

int main(void)
{
	const struct message message = { .type = 1, .byte = 'm' };
	int queue = (int)OK(msgget(IPC_PRIVATE, IPC_CREAT | 0600)), taken[2];
	pid_t child;
	char byte;

	OK(pipe(taken));
	child = (pid_t)OK(fork());
	if (child == 0) {
		OK(close(taken[0]));
		take_all(queue, taken[1]);
	}
	OK(close(taken[1]));
	for (int i = 0; i < 2; i++) {
		OK(msgsnd(queue, &message, sizeof(message.byte), 0));
		MUST(read_all(taken[0], &byte, 1) == 1);
	}
	OK(msgctl(queue, IPC_RMID, NULL));
	wait_well(child);
	OK(close(taken[0]));
	puts("the reader took 2 and saw the queue go");
	return 0;
}
