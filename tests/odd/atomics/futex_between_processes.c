/* odd: two processes take turns over a futex in shared memory
 * expect: EXITED(0)
 * prints: 100 turns
 * mechanisms: shm-anonymous */
#include <limits.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "odd.h"

enum { TURNS = 100 };

/* Even turns are the parent's, odd ones the child's. */
static void play(atomic_int *turn, int me)
{
	for (int mine = me; mine < TURNS; mine += 2) {
		int seen;

		while ((seen = atomic_load(turn)) != mine)
			if (syscall(SYS_futex, turn, FUTEX_WAIT, seen, NULL, NULL, 0) == -1)
				MUST(errno == EAGAIN || errno == EINTR);
		atomic_store(turn, mine + 1);
		OK(syscall(SYS_futex, turn, FUTEX_WAKE, INT_MAX, NULL, NULL, 0));
	}
}

int main(void)
{
	atomic_int *turn = mmap(NULL, sizeof(*turn), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t child;

	MUST(turn != MAP_FAILED);
	atomic_init(turn, 0);
	child = (pid_t)OK(fork());
	if (child == 0) {
		play(turn, 1);
		_exit(0);
	}
	play(turn, 0);
	wait_well(child);
	printf("%d turns\n", atomic_load(turn));
	OK(munmap(turn, sizeof(*turn)));
	return 0;
}
