/*
 * Priorities with few changes: Burckhardt, Kothari, Musuvathi and Nagarakatte, "A
 * randomized scheduler with probabilistic guarantees of finding bugs", ASPLOS
 * 2010.  The highest priority runs; at depth - 1 steps drawn in advance whoever runs
 * falls behind all others.
 */
#include "explorer/schedule.h"
#include "explorer/strategy.h"

enum { LEAST_STEPS = 16 };

static void begin(struct arena *arena)
{
	uint64_t steps = arena->expected_steps > LEAST_STEPS ? arena->expected_steps : LEAST_STEPS;

	/* 2 or 3: what most mistakes need. */
	arena->depth = 2 + (uint32_t)schedule_random(arena, 2);
	for (uint32_t i = 0; i + 1 < arena->depth; i++)
		arena->change_at[i] = 1 + schedule_random(arena, steps);
	arena->next_priority = 0;
}

/* Above those that have fallen behind, at random. */
static void born(struct arena *arena, unsigned task)
{
	arena->tasks[task].priority = (1ULL << 32) + schedule_random(arena, 1ULL << 32);
}

static unsigned highest(const struct arena *arena, const unsigned *tasks, unsigned count)
{
	unsigned best = 0;

	for (unsigned i = 1; i < count; i++)
		if (arena->tasks[tasks[i]].priority > arena->tasks[tasks[best]].priority)
			best = i;
	return best;
}

static unsigned pick(struct arena *arena, const unsigned *tasks, unsigned count)
{
	for (uint32_t i = 0; i + 1 < arena->depth; i++)
		if (arena->steps == arena->change_at[i])
			arena->tasks[tasks[highest(arena, tasks, count)]].priority =
				arena->depth - i;
	return highest(arena, tasks, count);
}

const struct strategy strategy_pct = {
	.name = "pct",
	.about = "random priorities that change at one or two random steps (ASPLOS 2010)",
	.begin = begin,
	.born = born,
	.pick = pick,
};
