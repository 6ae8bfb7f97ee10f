#include "harness/explore/search.h"

#include <stdlib.h>

#include "harness/base/fault.h"

/* Schedules that wait to be made, each with the same cost. */
struct level {
	struct decisions *list;
	size_t count, room;
};

struct search {
	struct level now, next; /* of this cost, and of one more */
	struct decisions current;
	size_t most;
	bool lost_now, lost_next; /* of that cost, some schedules */
	struct search_seen seen;
};

struct search *search_open(size_t most)
{
	struct search *search = xcalloc(1, sizeof(*search));

	search->most = most;
	search->seen.bound = -1;
	return search;
}

static void release_level(struct level *level)
{
	for (size_t i = 0; i < level->count; i++)
		decisions_release(&level->list[i]);
	free(level->list);
	*level = (struct level){ .list = NULL };
}

void search_close(struct search *search)
{
	release_level(&search->now);
	release_level(&search->next);
	decisions_release(&search->current);
	free(search);
}

struct search_seen search_seen(const struct search *search)
{
	return search->seen;
}

/*** which is next ***/

/* All of a cost have been made; those that cost one more are. */
static void end_level(struct search *search)
{
	search->seen.lost |= search->lost_now;
	if (!search->seen.lost) {
		search->seen.bound++;
		search->seen.bound_runs = search->seen.runs;
		search->seen.all = search->next.count == 0 && !search->lost_next;
	}
	search->lost_now = search->lost_next;
	search->lost_next = false;
	free(search->now.list);
	search->now = search->next;
	search->next = (struct level){ .list = NULL };
}

const struct decisions *search_next(struct search *search)
{
	if (search->seen.runs == 0)
		return &search->current; /* the plain run */
	if (search->now.count == 0)
		end_level(search);
	if (search->now.count == 0)
		return NULL;
	decisions_release(&search->current);
	/* The last one first: few wait at a time. */
	search->current = search->now.list[--search->now.count];
	return &search->current;
}

/*** what is open ***/

/* Operations that neither change nor ask anything of anybody else's. */
static bool is_local(const struct branch *branch)
{
	return branch->operation == OP_YIELD && branch->key == 0;
}

static bool is_open(const struct branch *branch)
{
	return !(branch->costs && branch->choices == 0 && is_local(branch));
}

unsigned search_points(const struct arena *arena)
{
	unsigned count = 0;

	for (uint32_t i = 0; i < arena->branches_count && i < ARENA_BRANCHES; i++)
		count += is_open(&arena->branches[i]);
	return arena->branches_count > ARENA_BRANCHES ? UINT32_MAX : count;
}

static void add(struct search *search, const struct branch *branch, uint32_t value)
{
	struct level *level = branch->costs ? &search->next : &search->now;
	struct decisions more = { .count = search->current.count + 1 };

	if (search->now.count + search->next.count >= search->most) {
		*(branch->costs ? &search->lost_next : &search->lost_now) = true;
		return;
	}
	more.list = xreallocarray(NULL, more.count, sizeof(*more.list));
	for (uint32_t i = 0; i < search->current.count; i++)
		more.list[i] = search->current.list[i];
	more.list[more.count - 1] = (struct decision){
		.task = branch->task,
		.point = branch->point,
		.kind = branch->choices ? DECIDES_CHOICE : DECIDES_NEXT,
		.value = value,
		.preempts = branch->costs,
	};
	if (level->count == level->room) {
		level->room = level->room ? level->room * 2 : 64;
		level->list = xreallocarray(level->list, level->room, sizeof(*level->list));
	}
	level->list[level->count++] = more;
}

/* Of many ways to cut a transfer not each is taken. */
static void add_each(struct search *search, const struct branch *branch)
{
	enum { WAYS = 64 };

	if (branch->choices > WAYS) {
		search->lost_next = true;
		return;
	}
	for (uint32_t value = 0; value < branch->choices; value++)
		if (value != branch->value)
			add(search, branch, value);
	for (uint32_t task = 0; task < ARENA_TASKS; task++)
		if ((branch->tasks >> task & 1) && task != branch->value)
			add(search, branch, task);
}

/* After the last decision all was plain; before it, others take what was open. */
static uint32_t first_open(const struct arena *arena, uint32_t count)
{
	while (count > 0 && arena->branches[count - 1].value == arena->branches[count - 1].plain)
		count--;
	return count;
}

/* Whether all that was asked for was done, and nothing else: the program does the same again. */
static bool is_asked_for(const struct decisions *asked, const struct arena *arena)
{
	if (arena->decisions_count != asked->count || asked->count > ARENA_STEPS)
		return false;
	for (uint32_t i = 0; i < asked->count; i++) {
		const struct decision *a = &asked->list[i], *b = &arena->decisions[i];

		if (a->task != b->task || a->point != b->point || a->kind != b->kind ||
			a->value != b->value)
			return false;
	}
	return true;
}

void search_take(struct search *search, const struct arena *arena, bool whole)
{
	uint32_t count = arena->branches_count;

	search->seen.runs++;
	if (!whole || !is_asked_for(&search->current, arena))
		search->seen.lost = true;
	if (count > ARENA_BRANCHES) {
		search->lost_now = search->lost_next = true;
		count = ARENA_BRANCHES;
	}
	for (uint32_t i = first_open(arena, count); i < count; i++)
		if (is_open(&arena->branches[i]))
			add_each(search, &arena->branches[i]);
}
