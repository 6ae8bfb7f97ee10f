#include "explorer/strategy.h"

/* Whoever runs goes on as long as it can; then the next one by number, round and round. */
static unsigned pick(struct arena *arena, const unsigned *tasks, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (tasks[i] >= arena->current)
			return i;
	return 0;
}

static unsigned choose(struct arena *arena, unsigned count)
{
	(void)arena, (void)count;
	return 0;
}

const struct strategy strategy_fifo = {
	.name = "fifo",
	.about = "nobody is interrupted: as an idle machine would run it",
	.pick = pick,
	.choose = choose,
};
