/*
 * What of a process's memory is shared with others, and by what it is backed: the
 * same byte may lie at other addresses in other processes, or twice in one.
 */
#include "explorer/runtime.h"

struct mapping {
	uint64_t from, until; /* until 0: free */
	uint64_t key;
	uint64_t offset;
};

/* The process's own: fork copies it, exec forgets it. */
static struct mapping mappings[ARENA_MAPPINGS];
static unsigned used;
static uint64_t lowest = UINT64_MAX, highest;

static void put(uint64_t from, uint64_t until, uint64_t key, uint64_t offset)
{
	unsigned i = 0;

	while (i < used && mappings[i].until)
		i++;
	if (i == ARENA_MAPPINGS) {
		limit_note(EXPLORE_LIMIT_SHADOW, 0);
		return;
	}
	if (i == used)
		used++;
	mappings[i] = (struct mapping){ from, until, key, offset };
	lowest = from < lowest ? from : lowest;
	highest = until > highest ? until : highest;
}

void memory_unmap(uint64_t from, uint64_t until)
{
	unsigned count = used;

	self.page = 0;
	for (unsigned i = 0; i < count; i++) {
		struct mapping m = mappings[i];

		if (m.until <= from || m.from >= until || !m.until)
			continue;
		mappings[i].until = 0;
		if (m.from < from)
			put(m.from, from, m.key, m.offset);
		if (m.until > until)
			put(until, m.until, m.key, m.offset + (until - m.from));
	}
}

void memory_map(uint64_t from, uint64_t until, uint64_t key, uint64_t offset)
{
	memory_unmap(from, until);
	put(from, until, key, offset);
}

void memory_forget_all(void)
{
	used = 0;
	lowest = UINT64_MAX;
	highest = 0;
}

bool memory_backing(uint64_t address, uint64_t *ret_key, uint64_t *ret_offset)
{
	if (address < lowest || address >= highest)
		return false;
	for (unsigned i = 0; i < used; i++)
		if (address >= mappings[i].from && address < mappings[i].until) {
			*ret_key = mappings[i].key;
			*ret_offset = mappings[i].offset + (address - mappings[i].from);
			return true;
		}
	return false;
}
