#include "sandbox/nursery.h"

#include <errno.h>
#include <sched.h>
#include <unistd.h>

enum { STACK = 64 << 10 };

static int get_ready(struct nursery *nursery)
{
	const struct nursery_plan *plan = &nursery->plan;
	int error = plan->before ? plan->before(plan->data) : 0;
	int listener;

	if (!error && plan->fence)
		error = fence_enter(plan->fence);
	if (error)
		return error;
	listener = filter_install(plan->filter);
	if (listener < 0)
		return listener;
	nursery->listener = listener;
	return plan->behind ? plan->behind(plan->data) : 0;
}

static int run(void *data)
{
	struct nursery *nursery = data;

	nursery->error = get_ready(nursery);
	milestone_reach(&nursery->ready);
	for (;;) {
		milestone_await(&nursery->asked);
		milestone_clear(&nursery->asked);
		nursery->born = nursery->error ? -EBADMSG : program_start(nursery->program);
		milestone_reach(&nursery->answered);
	}
	return 0;
}

int nursery_begin(struct nursery *nursery, const struct nursery_plan *plan)
{
	static char stack[STACK] __attribute__((aligned(16)));
	const int flags = CLONE_THREAD | CLONE_SIGHAND | CLONE_VM | CLONE_FILES | CLONE_FS;

	*nursery = (struct nursery){ .plan = *plan, .listener = -1 };
	return clone(run, stack + STACK, flags, nursery) < 0 ? -errno : 0;
}

int nursery_join(const struct nursery *nursery)
{
	milestone_await(&nursery->ready);
	return nursery->error;
}

void nursery_ask(struct nursery *nursery, const struct program *program)
{
	nursery->program = program;
	milestone_clear(&nursery->answered);
	milestone_reach(&nursery->asked);
}

int nursery_take(struct nursery *nursery, pid_t *ret_pid)
{
	milestone_await(&nursery->answered);
	if (nursery->born < 0)
		return nursery->born;
	*ret_pid = nursery->born;
	return 0;
}
