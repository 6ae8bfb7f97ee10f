#include "explorer/waiters.h"

static bool waits_for(const struct task *task, object_key key)
{
	return task->state != TASK_FREE && task->state != TASK_DEAD && task->waits_to_be_meant &&
	       task->waits_for == key && !task->woken;
}

unsigned waiters_wake(object_key key, unsigned most)
{
	unsigned list[ARENA_TASKS];
	unsigned count = 0, woken = 0;

	for (unsigned i = 0; i < ARENA->tasks_count; i++)
		if (waits_for(&ARENA->tasks[i], key))
			list[count++] = i;
	while (woken < most && count > 0) {
		unsigned i = schedule_choose(ARENA, count);

		ARENA->tasks[list[i]].woken = true;
		ARENA->tasks[list[i]].state = TASK_READY;
		for (count--; i < count; i++)
			list[i] = list[i + 1];
		woken++;
	}
	return woken;
}

bool waiters_wait(enum operation operation, object_key key, uint64_t until_ns, bool (*stop)(void *),
	void *data)
{
	struct task *task = me();
	bool time_left = true;

	task->woken = false;
	task->waits_to_be_meant = true;
	while (!task->woken && time_left && !(stop && stop(data))) {
		if (until_ns)
			time_left = step_wait_until(operation, key, until_ns);
		else
			step_wait(operation, key);
	}
	task->waits_to_be_meant = false;
	return task->woken;
}
