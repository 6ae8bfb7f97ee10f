/*
 * Who runs next in an exploration: decided on an arena alone, no process takes part.
 */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "explorer/schedule.h"
#include "explorer/strategy.h"

static struct arena *arena;

static void make_arena(void)
{
	arena = calloc(1, sizeof(*arena));
	arena->steps_limit = 1000;
	arena->processes_count = 1;
}

static void free_arena(void)
{
	free(arena);
}

TestSuite(schedule, .init = make_arena, .fini = free_arena);

static struct task *add(enum task_state state)
{
	struct task *task = &arena->tasks[arena->tasks_count++];

	task->state = state;
	return task;
}

Test(schedule, goes_on_with_the_holder_where_nobody_interrupts)
{
	add(TASK_READY);
	add(TASK_READY);
	arena->current = 1;
	cr_assert_eq(schedule_pick(arena), 1);
}

Test(schedule, asks_everybody_once_more_before_it_says_deadlock)
{
	struct task *task = add(TASK_BLOCKED);

	task->waits_for = 7;
	cr_assert_eq(schedule_pick(arena), 0);
	cr_assert_eq(arena->end, ARENA_RUNS);
	task->state = TASK_BLOCKED; /* it has tried in vain */
	cr_assert_eq(schedule_pick(arena), -1);
	cr_assert_eq(arena->end, ARENA_DEADLOCK);
}

Test(schedule, asks_again_after_somebody_has_acted)
{
	struct task *task = add(TASK_BLOCKED);

	task->waits_for = 7;
	arena->asked_again = true;
	schedule_acted(arena, 7);
	cr_assert_eq(task->state, TASK_READY);
	cr_assert_not(arena->asked_again);
}

Test(schedule, wakes_nobody_who_waits_for_something_else)
{
	struct task *task = add(TASK_BLOCKED);
	struct task *looker = add(TASK_BLOCKED);

	task->waits_for = 7;
	looker->waits_for = KEY_ANYTHING;
	schedule_enable(arena, 8);
	cr_assert_eq(task->state, TASK_BLOCKED);
	cr_assert_eq(looker->state, TASK_READY);
}

Test(schedule, lets_time_pass_only_when_nobody_can_run)
{
	struct task *sleeper = add(TASK_SLEEPING);

	add(TASK_READY);
	sleeper->wakes_at_ns = 5000;
	cr_assert_eq(schedule_pick(arena), 1);
	cr_assert_eq(arena->now_ns, 0);
	arena->tasks[1].state = TASK_DEAD;
	cr_assert_eq(schedule_pick(arena), 0);
	cr_assert_eq(arena->now_ns, 5000);
}

Test(schedule, wakes_sleepers_in_the_order_of_their_times)
{
	add(TASK_SLEEPING)->wakes_at_ns = 9000;
	add(TASK_SLEEPING)->wakes_at_ns = 4000;
	cr_assert_eq(schedule_pick(arena), 1);
	cr_assert_eq(arena->now_ns, 4000);
}

Test(schedule, runs_those_that_ask_in_vain_after_all_others)
{
	add(TASK_READY)->patient = true;
	add(TASK_READY);
	cr_assert_eq(schedule_pick(arena), 1);
	arena->tasks[1].state = TASK_DEAD;
	cr_assert_eq(schedule_pick(arena), 0);
}

Test(schedule, calls_endless_asking_a_livelock)
{
	int next = 0;

	arena->steps_limit = 1 << 30;
	add(TASK_READY)->patient = true;
	while (next == 0)
		next = schedule_pick(arena);
	cr_assert_eq(arena->end, ARENA_LIVELOCK);
}

Test(schedule, ends_when_all_are_dead)
{
	add(TASK_DEAD);
	cr_assert_eq(schedule_pick(arena), -1);
	cr_assert_eq(arena->end, ARENA_ENDED);
}

Test(schedule, frees_whoever_waited_for_a_process_that_died)
{
	struct task *task = add(TASK_BLOCKED);
	struct task *dying = add(TASK_READY);

	arena->processes_count = 2;
	task->waits_for = 7;
	dying->process = 1;
	dying->clock.at[1] = 3;
	schedule_bury(arena, 1);
	cr_assert_eq(dying->state, TASK_DEAD);
	cr_assert_eq(task->state, TASK_READY);
	cr_assert_eq(arena->processes[1].end.at[1], 3);
}

Test(schedule, draws_the_same_numbers_for_the_same_seed)
{
	uint64_t first[8];

	arena->random = 42;
	for (int i = 0; i < 8; i++)
		first[i] = schedule_random(arena, 1000);
	arena->random = 42;
	for (int i = 0; i < 8; i++)
		cr_assert_eq(schedule_random(arena, 1000), first[i]);
}

Test(schedule, every_strategy_picks_one_of_those_that_could_run)
{
	const unsigned tasks[] = { 1, 3, 4 };

	for (int i = 0; strategies[i]; i++) {
		arena->tasks_count = 5;
		arena->random = 1;
		if (strategies[i]->begin)
			strategies[i]->begin(arena);
		for (unsigned task = 0; strategies[i]->born && task < 5; task++)
			strategies[i]->born(arena, task);
		for (arena->steps = 1; arena->steps < 200; arena->steps++)
			cr_assert_lt(strategies[i]->pick(arena, tasks, 3), 3U, "%s",
				strategies[i]->name);
		cr_assert_eq(strategy_find(strategies[i]->name), i);
	}
	cr_assert_eq(strategy_find("fast"), -1);
}

Test(schedule, an_arena_that_is_reset_is_as_new)
{
	add(TASK_READY);
	arena->shadow_keys[3] = 9;
	arena->shadow[3].cells[5].slots[0].mask = 1;
	arena->objects_count = 2;
	arena->objects[1].key = 17;
	arena->object_at[17] = 2;
	arena_reset(arena);
	cr_assert_eq(arena->tasks_count, 0);
	cr_assert_eq(arena->tasks[0].state, TASK_FREE);
	cr_assert_eq(arena->shadow_keys[3], 0);
	cr_assert_eq(arena->shadow[3].cells[5].slots[0].mask, 0);
	cr_assert_eq(arena->objects[1].key, 0);
	cr_assert_eq(arena->object_at[17], 0);
}
