/*
 * One schedule of all: it takes the decisions that it is told, as the strategy `list` does, and
 * keeps what else was open at each point.  Which schedule comes next is the controller's to say
 * (harness/explore/search.h): it takes each of the ways that were left.
 */
#include "explorer/decision.h"
#include "explorer/strategy.h"

static unsigned pick(struct arena *arena, const unsigned *tasks, unsigned count)
{
	unsigned plain = strategy_fifo.pick(arena, tasks, count);
	unsigned chosen = strategy_list.pick(arena, tasks, count);
	struct branch branch = {
		.value = tasks[chosen],
		.plain = tasks[plain],
		.costs = tasks[plain] == arena->current,
	};

	for (unsigned i = 0; i < count; i++)
		branch.tasks |= 1ULL << tasks[i];
	branch_note(arena, branch);
	return chosen;
}

/* Any of those that wait may be the one; all else is what seldom happens. */
static bool is_waking(enum operation operation)
{
	return operation == OP_COND_SIGNAL || operation == OP_COND_BROADCAST ||
	       operation == OP_FUTEX_WAKE;
}

static unsigned choose(struct arena *arena, unsigned count)
{
	enum operation operation = arena->tasks[arena->current].doing;
	unsigned chosen = strategy_list.choose(arena, count);

	if (count > 1)
		branch_note(arena, (struct branch){
					   .choices = count,
					   .value = chosen,
					   .costs = !is_waking(operation),
				   });
	return chosen;
}

const struct strategy strategy_complete = {
	.name = "complete",
	.about = "each schedule once, those with few interruptions first (PLDI 2007)",
	.told = true,
	.pick = pick,
	.choose = choose,
};
