#include "explorer/decision.h"
#include "explorer/strategy.h"

/* A decision that cannot be taken here, since the run is another by now, is left out. */
static unsigned pick(struct arena *arena, const unsigned *tasks, unsigned count)
{
	int next = decision_next(arena, DECIDES_NEXT);

	for (unsigned i = 0; i < count; i++)
		if ((int)tasks[i] == next)
			return i;
	return strategy_fifo.pick(arena, tasks, count);
}

static unsigned choose(struct arena *arena, unsigned count)
{
	int choice = decision_next(arena, DECIDES_CHOICE);

	return choice > 0 && (unsigned)choice < count ? (unsigned)choice : 0;
}

const struct strategy strategy_list = {
	.name = "list",
	.about = "the decisions that were kept of another run, and nobody is interrupted elsewhere",
	.told = true,
	.pick = pick,
	.choose = choose,
};
