#include "explorer/decision.h"

#include <stddef.h>

void decision_note(struct arena *arena, enum decision_kind kind, unsigned value, bool preempts)
{
	if (arena->decisions_count < ARENA_STEPS)
		arena->decisions[arena->decisions_count] = (struct decision){
			.point = arena->tasks[arena->current].points,
			.step = arena->steps_count,
			.task = (uint16_t)arena->current,
			.value = value,
			.kind = (uint8_t)kind,
			.preempts = preempts,
		};
	arena->decisions_count++;
}

/* Each task has a list of its own, by its points. */
static bool comes_before(const struct decision *a, const struct decision *b)
{
	return a->task != b->task ? a->task < b->task : a->point < b->point;
}

/* Shell sort: no recursion, no memory. Mostly few, or sorted already. */
static void sort(struct decision *list, uint32_t count)
{
	for (uint32_t gap = count / 2; gap > 0; gap /= 2)
		for (uint32_t i = gap; i < count; i++) {
			struct decision moved = list[i];
			uint32_t at = i;

			for (; at >= gap && comes_before(&moved, &list[at - gap]); at -= gap)
				list[at] = list[at - gap];
			list[at] = moved;
		}
}

void decision_follow(struct arena *arena, const struct decision *decisions, uint32_t count)
{
	arena->followed_count = count < ARENA_STEPS ? count : ARENA_STEPS;
	for (uint32_t i = 0; i < arena->followed_count; i++)
		arena->followed[i] = decisions[i];
	sort(arena->followed, arena->followed_count);
	for (uint32_t i = arena->followed_count; i-- > 0;)
		if (arena->followed[i].task < ARENA_TASKS)
			arena->followed_at[arena->followed[i].task] = i;
}

int decision_next(struct arena *arena, enum decision_kind kind)
{
	uint32_t *at = &arena->followed_at[arena->current];
	uint32_t point = arena->tasks[arena->current].points;
	const struct decision *decision;

	while (*at < arena->followed_count && arena->followed[*at].task == arena->current &&
		arena->followed[*at].point < point)
		++*at;
	decision = &arena->followed[*at];
	if (*at >= arena->followed_count || decision->task != arena->current ||
		decision->point != point || decision->kind != kind)
		return -1;
	return (int)decision->value;
}

void branch_note(struct arena *arena, struct branch branch)
{
	const struct task *holder = &arena->tasks[arena->current];

	branch.task = (uint16_t)arena->current;
	branch.point = holder->points;
	branch.operation = (uint8_t)holder->doing;
	branch.key = holder->last_key;
	if (arena->branches_count < ARENA_BRANCHES)
		arena->branches[arena->branches_count] = branch;
	arena->branches_count++;
}
