/* explorer: none
 * A child leaves a result in shared memory, and tells of it by a System V message.
 */
#include <assert.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

struct message {
	long type;
	char byte;
};

int main(void)
{
	int *result = mmap(
		NULL, sizeof(*result), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
	struct message message = { .type = 1 };
	int value;

	if (fork() == 0) {
		*result = 42;
		_exit(msgsnd(queue, &message, 1, 0) != 0);
	}
	msgrcv(queue, &message, 1, 1, 0);
	value = *result;
	wait(NULL);
	msgctl(queue, IPC_RMID, NULL);
	assert(value == 42);
	return 0;
}
