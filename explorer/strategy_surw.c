/*
 * Selectively uniform random walk: Zhao et al., "Selectively Uniform Concurrency
 * Testing", ASPLOS 2025.  Of one kind of operation at a time every order is to be as
 * likely as any other: who does the next one is drawn beforehand, by how many each has left
 * to do, and the others wait at theirs.  All else is a random walk.
 *
 * How many there are was counted in a plain run.  What another schedule does more is done
 * whenever nobody else could go on.
 */
#include "explorer/schedule.h"
#include "explorer/strategy.h"

/* One that at least two tasks do; their order is what there is to choose. */
static void begin(struct arena *arena)
{
	unsigned shared[OPERATIONS];
	unsigned count = 0;

	for (unsigned operation = OP_START + 1; operation < OPERATIONS; operation++) {
		unsigned tasks = 0;

		for (unsigned i = 0; i < ARENA_TASKS; i++)
			tasks += arena->expected[i][operation] > 0;
		if (tasks > 1)
			shared[count++] = operation;
	}
	arena->surw_operation = count ? shared[schedule_random(arena, count)] : OP_NONE;
	arena->surw_next = 0;
	for (unsigned i = 0; i < ARENA_TASKS; i++)
		arena->surw_left[i] = arena->expected[i][arena->surw_operation];
}

/* Task + 1 that does the next one; 0: nobody has any left. */
static uint32_t draw(struct arena *arena)
{
	uint64_t sum = 0, drawn;

	for (unsigned i = 0; i < arena->tasks_count; i++)
		if (arena->tasks[i].state != TASK_DEAD)
			sum += arena->surw_left[i];
	if (sum == 0)
		return 0;
	drawn = schedule_random(arena, sum);
	for (unsigned i = 0; i < arena->tasks_count; i++) {
		if (arena->tasks[i].state == TASK_DEAD)
			continue;
		if (drawn < arena->surw_left[i])
			return i + 1;
		drawn -= arena->surw_left[i];
	}
	return 0;
}

static bool must_wait(const struct arena *arena, unsigned task)
{
	return arena->tasks[task].doing == arena->surw_operation && task + 1 != arena->surw_next;
}

static unsigned pick(struct arena *arena, const unsigned *tasks, unsigned count)
{
	unsigned free[ARENA_TASKS];
	unsigned free_count = 0, chosen;

	if (arena->surw_next == 0 || arena->tasks[arena->surw_next - 1].state == TASK_DEAD)
		arena->surw_next = draw(arena);
	for (unsigned i = 0; i < count; i++)
		if (!must_wait(arena, tasks[i]))
			free[free_count++] = i;
	chosen = free_count ? free[schedule_random(arena, free_count)]
			    : (unsigned)schedule_random(arena, count);
	if (arena->tasks[tasks[chosen]].doing == arena->surw_operation) {
		if (arena->surw_left[tasks[chosen]] > 0)
			arena->surw_left[tasks[chosen]]--;
		arena->surw_next = 0;
	}
	return chosen;
}

const struct strategy strategy_surw = {
	.name = "surw",
	.about = "all orders of one kind of operation are equally likely (ASPLOS 2025)",
	.begin = begin,
	.pick = pick,
};
