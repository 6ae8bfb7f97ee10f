#include "explorer/schedule.h"

#include <signal.h>
#include <stddef.h>

#include "explorer/decision.h"
#include "explorer/raw.h"
#include "explorer/strategy.h"

/* splitmix64: Steele, Lea and Flood, OOPSLA 2014. */
uint64_t schedule_draw(uint64_t *stream, uint64_t count)
{
	uint64_t z = *stream += 0x9e3779b97f4a7c15ULL;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return (z ^ (z >> 31)) % count;
}

uint64_t schedule_random(struct arena *arena, uint64_t count)
{
	return schedule_draw(&arena->random, count);
}

static bool waits(const struct task *task)
{
	return task->state == TASK_BLOCKED || (task->state == TASK_SLEEPING && task->waits_for);
}

void schedule_enable(struct arena *arena, object_key key)
{
	for (unsigned i = 0; i < arena->tasks_count; i++) {
		struct task *task = &arena->tasks[i];

		if (waits(task) && (key == KEY_ANYTHING || task->waits_for == KEY_ANYTHING ||
					   task->waits_for == key))
			task->state = TASK_READY;
	}
}

void schedule_acted(struct arena *arena, object_key key)
{
	arena->idle_steps = 0;
	arena->asked_again = false;
	for (unsigned i = 0; i < arena->tasks_count; i++)
		arena->tasks[i].patient = false;
	schedule_enable(arena, key);
}

static void join(struct clock *to, const struct clock *from)
{
	for (unsigned i = 0; i < ARENA_TASKS; i++)
		if (from->at[i] > to->at[i])
			to->at[i] = from->at[i];
}

/* Locks that the kernel lets go, operations that it undoes: exit(2), semop(2). */
static void let_go(struct arena *arena, const struct process *process)
{
	for (unsigned i = 0; i < arena->objects_count; i++) {
		struct object *object = &arena->objects[i];
		enum key_kind kind = key_kind(object->key);

		if (kind == KEY_LOCKS || kind == KEY_SYSV)
			join(&object->clock, &process->end);
	}
}

/* SIGCHLD tells the parent. */
static void tell_parent(struct arena *arena, const struct process *process)
{
	for (unsigned i = 0; i < arena->processes_count; i++)
		if (arena->processes[i].pid == process->parent)
			join(&arena->processes[i].signals, &process->end);
}

void schedule_bury(struct arena *arena, unsigned index)
{
	struct process *process = &arena->processes[index];

	if (process->buried)
		return;
	process->buried = true;
	for (unsigned i = 0; i < arena->tasks_count; i++) {
		struct task *task = &arena->tasks[i];

		if (task->state == TASK_FREE || task->process != index)
			continue;
		if (task->state != TASK_DEAD)
			join(&process->end, &task->clock);
		task->state = TASK_DEAD;
	}
	join(&arena->ended, &process->end);
	let_go(arena, process);
	tell_parent(arena, process);
	schedule_acted(arena, KEY_ANYTHING);
}

/* Those that could run; the patient ones only where there are no others. */
static unsigned candidates(const struct arena *arena, unsigned *ret, bool patient)
{
	unsigned count = 0;

	for (unsigned i = 0; i < arena->tasks_count; i++)
		if (arena->tasks[i].state == TASK_READY && (patient || !arena->tasks[i].patient))
			ret[count++] = i;
	return count;
}

/* The first process whose alarm comes before anything else, or NULL. */
static struct process *first_alarm(struct arena *arena)
{
	struct process *first = NULL;

	for (unsigned i = 0; i < arena->processes_count; i++) {
		struct process *process = &arena->processes[i];

		if (!process->buried && process->alarm_at_ns &&
			(!first || process->alarm_at_ns < first->alarm_at_ns))
			first = process;
	}
	return first;
}

static struct task *first_sleeper(struct arena *arena)
{
	struct task *first = NULL;

	for (unsigned i = 0; i < arena->tasks_count; i++) {
		struct task *task = &arena->tasks[i];

		if (task->state == TASK_SLEEPING &&
			(!first || task->wakes_at_ns < first->wakes_at_ns))
			first = task;
	}
	return first;
}

static void ring(struct arena *arena, struct process *process)
{
	process->alarm_at_ns =
		process->alarm_every_ns ? arena->now_ns + process->alarm_every_ns : 0;
	raw(SYS_kill, process->pid, SIGALRM);
	schedule_enable(arena, KEY_ANYTHING); /* whatever it waits in may be interrupted */
}

/* Lets time pass until the first sleeper wakes or the first alarm rings. False: there is none. */
static bool pass_time(struct arena *arena)
{
	struct task *sleeper = first_sleeper(arena);
	struct process *alarmed = first_alarm(arena);
	uint64_t at = alarmed ? alarmed->alarm_at_ns : 0;

	if (!sleeper && !alarmed)
		return false;
	if (sleeper && (!alarmed || sleeper->wakes_at_ns <= at))
		at = sleeper->wakes_at_ns;
	else
		sleeper = NULL;
	if (at > arena->now_ns)
		arena->now_ns = at;
	if (sleeper)
		sleeper->state = TASK_READY;
	else
		ring(arena, alarmed);
	arena->idle_steps = 0;
	arena->asked_again = false;
	for (unsigned i = 0; i < arena->tasks_count; i++)
		arena->tasks[i].patient = false;
	return true;
}

static bool anybody_blocked(const struct arena *arena)
{
	for (unsigned i = 0; i < arena->tasks_count; i++)
		if (arena->tasks[i].state == TASK_BLOCKED)
			return true;
	return false;
}

/* As long as it may have helped: everybody who waits tries once more. */
static bool ask_all_again(struct arena *arena)
{
	if (arena->asked_again || !anybody_blocked(arena))
		return false;
	schedule_enable(arena, KEY_ANYTHING);
	arena->asked_again = true;
	return true;
}

static int stop(struct arena *arena, enum arena_end end)
{
	arena->end = end;
	return -1;
}

/* An index into the tasks. What is not the plain run's choice is noted. */
static unsigned decide(struct arena *arena, const unsigned *tasks, unsigned count)
{
	unsigned plain = strategy_fifo.pick(arena, tasks, count);
	unsigned chosen = strategies[arena->strategy]->pick(arena, tasks, count);

	if (chosen != plain)
		decision_note(arena, DECIDES_NEXT, tasks[chosen], tasks[plain] == arena->current);
	return chosen;
}

unsigned schedule_keep_choice(struct arena *arena, unsigned choice)
{
	if (choice != 0)
		decision_note(arena, DECIDES_CHOICE, choice, false);
	arena->tasks[arena->current].points++;
	return choice;
}

unsigned schedule_choose(struct arena *arena, unsigned count)
{
	const struct strategy *strategy = strategies[arena->strategy];

	return schedule_keep_choice(arena, strategy->choose
						   ? strategy->choose(arena, count)
						   : (unsigned)schedule_random(arena, count));
}

bool schedule_happens(struct arena *arena, unsigned seldom)
{
	const struct strategy *strategy = strategies[arena->strategy];

	return schedule_keep_choice(arena, strategy->choose
						   ? strategy->choose(arena, 2)
						   : schedule_random(arena, seldom) == 0) != 0;
}

int schedule_pick(struct arena *arena)
{
	enum { IN_VAIN = 20000 };
	unsigned holder = arena->current;
	unsigned tasks[ARENA_TASKS];
	unsigned count, chosen = 0;

	for (;;) {
		count = candidates(arena, tasks, false);
		if (count > 0 || pass_time(arena)) {
			if (count > 0)
				break;
			continue;
		}
		count = candidates(arena, tasks, true);
		if (count > 0)
			break;
		if (!ask_all_again(arena))
			return stop(arena, anybody_blocked(arena) ? ARENA_DEADLOCK : ARENA_ENDED);
	}
	arena->steps++;
	if (arena->steps > arena->steps_limit)
		return stop(arena, ARENA_TOO_LONG);
	if (++arena->idle_steps > IN_VAIN)
		return stop(arena, ARENA_LIVELOCK);
	if (count > 1)
		chosen = decide(arena, tasks, count);
	arena->tasks[holder].points++;
	return (int)tasks[chosen];
}
