/* explorer: none
 * A child asks for a System V queue by its key until it is there; the box was filled before.
 */
#include <assert.h>
#include <sched.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *box = mmap(NULL, sizeof(*box), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	key_t key = 0x45000000 + getpid();
	int queue;

	if (fork() == 0) {
		while (msgget(key, 0) < 0)
			sched_yield();
		assert(*box == 42);
		_exit(0);
	}
	*box = 42;
	queue = msgget(key, IPC_CREAT | IPC_EXCL | 0600);
	wait(NULL);
	msgctl(queue, IPC_RMID, NULL);
	return 0;
}
