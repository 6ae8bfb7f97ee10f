/*
 * Partial order sampling: Yuan, Yang and Gu, "Partial Order Aware Concurrency
 * Sampling", CAV 2018.  Each operation that is pending has a random score; the highest
 * one is done, and those that conflict with it draw again.
 */
#include "explorer/schedule.h"
#include "explorer/strategy.h"

static void born(struct arena *arena, unsigned task)
{
	arena->tasks[task].score = schedule_random(arena, UINT64_MAX);
}

static unsigned pick(struct arena *arena, const unsigned *tasks, unsigned count)
{
	unsigned best = 0;

	for (unsigned i = 1; i < count; i++)
		if (arena->tasks[tasks[i]].score > arena->tasks[tasks[best]].score)
			best = i;
	for (unsigned i = 0; i < count; i++)
		if (i == best ||
			arena->tasks[tasks[i]].last_key == arena->tasks[tasks[best]].last_key)
			born(arena, tasks[i]);
	return best;
}

const struct strategy strategy_pos = {
	.name = "pos",
	.about = "a random score for each pending operation, drawn anew by those that conflict "
		 "(CAV 2018)",
	.born = born,
	.pick = pick,
};
