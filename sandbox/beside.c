#include "sandbox/beside.h"

#include <errno.h>
#include <sched.h>
#include <unistd.h>

enum { STACK = 64 << 10 };

static int enter_root(struct beside *beside)
{
	int error;

	beside->what = "take the box's user";
	error = beside->errands.leave(beside->errands.data);
	if (error)
		return error;
	milestone_reach(&beside->left);
	error = root_enter(beside->plan, &beside->what);
	if (!error && beside->errands.entered)
		beside->errands.entered(beside->errands.data);
	return error;
}

static int run(void *data)
{
	struct beside *beside = data;

	beside->root_error = -enter_root(beside);
	milestone_reach(&beside->root_built);
	if (beside->root_error)
		return 0;
	beside->old_root_error = -root_let_go();
	milestone_reach(&beside->old_root_gone);
	return 0;
}

int beside_begin(
	struct beside *beside, const struct root_plan *plan, const struct beside_errands *errands)
{
	static char stack[STACK] __attribute__((aligned(16)));
	/* A thread, so that it is no process of the box and needs no funeral. */
	const int flags = CLONE_THREAD | CLONE_SIGHAND | CLONE_VM | CLONE_FILES | CLONE_FS;

	*beside = (struct beside){ .plan = plan, .errands = *errands };
	return clone(run, stack + STACK, flags, beside) < 0 ? -errno : 0;
}

int beside_join_root(const struct beside *beside, const char **ret_what)
{
	milestone_await(&beside->root_built);
	*ret_what = beside->what;
	return -beside->root_error;
}

int beside_wait(const struct beside *beside)
{
	/* It is out of reach long before the kernel has told every CPU so. */
	if (root_is_alone())
		return 0;
	milestone_await(&beside->old_root_gone);
	return -beside->old_root_error;
}
