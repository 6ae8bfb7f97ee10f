#include "explorer/schedule.h"
#include "explorer/strategy.h"

static unsigned pick(struct arena *arena, const unsigned *tasks, unsigned count)
{
	(void)tasks;
	return (unsigned)schedule_random(arena, count);
}

const struct strategy strategy_random = {
	.name = "random",
	.about = "any of those that could run, at each step: the baseline",
	.pick = pick,
};
