#include "tests/unit/model.h"

#include "explorer/schedule.h"
#include "explorer/strategy.h"

void model_begin(struct arena *arena, const char *strategy, uint64_t seed)
{
	arena_reset(arena);
	arena->steps_limit = 1000;
	arena->processes_count = 1;
	arena->strategy = (uint32_t)strategy_find(strategy);
	arena->seed = arena->random = seed;
}

static void make_tasks(struct arena *arena, const struct model *model)
{
	const struct strategy *strategy = strategies[arena->strategy];

	if (strategy->begin)
		strategy->begin(arena);
	for (unsigned i = 0; i < model->tasks; i++) {
		arena->tasks_count++;
		arena->tasks[i].state = TASK_READY;
		if (strategy->born)
			strategy->born(arena, i);
	}
}

/* What it wants to do next. */
static void prepare(struct arena *arena, const struct model *model, unsigned task, unsigned left)
{
	unsigned step = model->steps[task] - left;
	bool local = model->local && model->local[step] == 'l';

	arena->tasks[task].doing = local ? OP_YIELD : OP_WRITE;
	arena->tasks[task].last_key = local ? 0 : 7;
}

/* The first one has the token, and wants to do its first step. */
void model_run(struct arena *arena, const struct model *model, char ret[MODEL_ORDER])
{
	unsigned left[MODEL_TASKS];
	unsigned length = 0;
	int next;

	make_tasks(arena, model);
	for (unsigned i = 0; i < model->tasks; i++)
		left[i] = model->steps[i];
	for (unsigned i = 0; i < model->tasks; i++)
		prepare(arena, model, i, left[i]);
	while (length + 1 < MODEL_ORDER && (next = schedule_pick(arena)) >= 0) {
		unsigned choice = 0;

		arena->current = (uint32_t)next;
		if (model->choices)
			choice = schedule_choose(arena, model->choices);
		ret[length++] = (char)((choice ? 'A' : 'a') + next);
		arena->steps_count++;
		if (--left[next] == 0)
			arena->tasks[next].state = TASK_DEAD;
		else
			prepare(arena, model, (unsigned)next, left[next]);
	}
	ret[length] = '\0';
}
