/*
 * Vector clocks of objects: what orders the accesses of tasks.  Flanagan and
 * Freund, "FastTrack: efficient and precise dynamic race detection", PLDI 2009.
 *
 * Where it is not known which act ended a wait, all that came before are taken for
 * it: that may hide a race and never invents one.
 */
#include <sys/stat.h>

#include "explorer/raw.h"
#include "explorer/runtime.h"

void clock_join(struct clock *to, const struct clock *from)
{
	for (unsigned i = 0; i < ARENA->tasks_count; i++)
		if (from->at[i] > to->at[i])
			to->at[i] = from->at[i];
}

struct object *object_find(object_key key)
{
	static struct object spare; /* of a run that is limited, and says so */
	struct arena *arena = ARENA;
	const unsigned room = ARENA_OBJECTS * 2;
	unsigned at = (unsigned)(key % room);

	while (arena->object_at[at]) {
		struct object *object = &arena->objects[arena->object_at[at] - 1];

		if (object->key == key)
			return object;
		at = (at + 1) % room;
	}
	if (arena->objects_count == ARENA_OBJECTS) {
		limit_note(EXPLORE_LIMIT_OBJECTS, 0);
		return &spare;
	}
	arena->object_at[at] = (uint16_t)++arena->objects_count;
	arena->objects[arena->objects_count - 1].key = key;
	return &arena->objects[arena->objects_count - 1];
}

void clock_release_into(struct clock *clock)
{
	struct task *task = me();

	clock_join(clock, &task->clock);
	task->clock.at[self.task]++;
}

void clock_release(object_key key)
{
	if (key)
		clock_release_into(&object_find(key)->clock);
}

void clock_acquire(object_key key)
{
	if (key)
		clock_join(&me()->clock, &object_find(key)->clock);
	/* Whose death made it ready, at its end of file, is not known: it may be anybody's. */
	if (key_kind(key) == KEY_FD || key_kind(key) == KEY_SOCKETS)
		clock_join(&me()->clock, &ARENA->ended);
}

/*** keys ***/

object_key key_of(const volatile void *address)
{
	uint64_t key, offset;

	if (memory_backing((uint64_t)address, &key, &offset))
		return key_make(KEY_PLACE, key, offset);
	return key_make(KEY_PLACE, our_process()->instance, (uint64_t)address);
}

object_key key_of_fd(int fd)
{
	struct stat status;

	if (raw(SYS_fstat, fd, &status) < 0)
		return 0;
	if (S_ISSOCK(status.st_mode))
		return key_make(KEY_SOCKETS, 0, 0);
	return key_make(KEY_FD, status.st_dev, status.st_ino);
}
