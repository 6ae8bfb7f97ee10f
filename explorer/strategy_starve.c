#include "explorer/schedule.h"
#include "explorer/strategy.h"

/* The one that waits is drawn among the first few: small programs have no more. */
static void begin(struct arena *arena)
{
	arena->starved = 1 + (uint32_t)schedule_random(arena, 6);
}

static unsigned pick(struct arena *arena, const unsigned *tasks, unsigned count)
{
	unsigned i = (unsigned)schedule_random(arena, count);

	return tasks[i] + 1 == arena->starved ? (i + 1) % count : i;
}

const struct strategy strategy_starve = {
	.name = "starve",
	.about = "one task runs only where nobody else could",
	.begin = begin,
	.pick = pick,
};
