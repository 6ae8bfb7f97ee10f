/* explorer: deadlock
 * A child wakes who waits at a futex, and only then opens the gate.
 */
#include <assert.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
	int gate;
	int result;
};

int main(void)
{
	struct shared *shared = mmap(
		NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (fork() == 0) {
		shared->result = 42;
		syscall(SYS_futex, &shared->gate, FUTEX_WAKE, 1, NULL, NULL, 0);
		__atomic_store_n(&shared->gate, 1, __ATOMIC_RELEASE);
		_exit(0);
	}
	while (__atomic_load_n(&shared->gate, __ATOMIC_ACQUIRE) == 0)
		syscall(SYS_futex, &shared->gate, FUTEX_WAIT, 0, NULL, NULL, 0);
	assert(shared->result == 42);
	wait(NULL);
	return 0;
}
