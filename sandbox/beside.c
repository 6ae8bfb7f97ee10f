#include "sandbox/beside.h"

#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { STACK = 64 << 10 };

static void tell(int *word)
{
	__atomic_store_n(word, 1, __ATOMIC_RELEASE);
	syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static void wait_for(const int *word)
{
	while (!__atomic_load_n(word, __ATOMIC_ACQUIRE))
		syscall(SYS_futex, word, FUTEX_WAIT, 0, NULL, NULL, 0);
}

static int run(void *data)
{
	struct beside *beside = data;

	beside->root_error = -root_enter(beside->plan, &beside->what);
	tell(&beside->root_built);
	if (beside->root_error == 0)
		beside->old_root_error = -root_let_go();
	tell(&beside->old_root_gone);
	return 0;
}

int beside_begin(struct beside *beside, const struct root_plan *plan)
{
	static char stack[STACK] __attribute__((aligned(16)));
	/* A thread, so that it is no process of the box and needs no funeral. */
	const int flags = CLONE_THREAD | CLONE_SIGHAND | CLONE_VM | CLONE_FILES | CLONE_FS;

	*beside = (struct beside){ .plan = plan };
	return clone(run, stack + STACK, flags, beside) < 0 ? -errno : 0;
}

int beside_join_root(const struct beside *beside, const char **ret_what)
{
	wait_for(&beside->root_built);
	*ret_what = beside->what;
	return -beside->root_error;
}

int beside_wait(const struct beside *beside)
{
	wait_for(&beside->old_root_gone);
	return -beside->old_root_error;
}
