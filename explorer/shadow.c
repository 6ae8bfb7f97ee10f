/*
 * Who looked at which bytes last, and the races that shows: two accesses, one of
 * them a write, not both atomic, between which no edge lies (clock.c).
 *
 * Each 8 bytes have a few slots, as in ThreadSanitizer; a full cell forgets what is
 * ordered already, else the oldest, which may hide a race and never invents one.  Shadow
 * of memory that processes share lies in the arena, by what backs it; that of a
 * process's own memory in the process, where fork copies it, and only once it has threads.
 *
 * Source: FastTrack (PLDI 2009); the compiler's calls: access.c.
 */
#include <sys/mman.h>

#include "explorer/raw.h"
#include "explorer/runtime.h"

enum { PAGES = 1 << 14 }; /* of a process's own memory */

/* The process's own pages: open addressing by page number. */
struct own_page {
	uint64_t page;
	struct cell *cells;
};
static struct own_page own[PAGES];
static char *room;
static uint64_t room_used;

#define ROOM (1ULL << 32)

/*** finding shadow ***/

static struct cell *own_cells(uint64_t page, bool make)
{
	const uint64_t size = SHADOW_CELLS * sizeof(struct cell);
	unsigned at = (unsigned)((page * 0x9e3779b97f4a7c15ULL) >> 50);

	for (unsigned i = 0; i < PAGES; i++, at = (at + 1) % PAGES) {
		if (own[at].page == page)
			return own[at].cells;
		if (own[at].page == 0)
			break;
	}
	if (!make)
		return NULL;
	if (!room) {
		long made = raw(SYS_mmap, 0, ROOM, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

		if (made < 0)
			return NULL;
		room = (char *)made;
	}
	if (own[at].page || room_used + size > ROOM) {
		limit_note(EXPLORE_LIMIT_SHADOW, 0);
		return NULL;
	}
	own[at].page = page;
	own[at].cells = (struct cell *)(void *)(room + room_used);
	room_used += size;
	return own[at].cells;
}

static struct cell *shared_cells(uint64_t key, uint64_t number, bool make)
{
	uint64_t name = key_make(KEY_PLACE, key, number << 12) | 1;
	unsigned at = (unsigned)(name >> 8) % ARENA_SHADOW_PAGES;

	for (unsigned i = 0; i < ARENA_SHADOW_PAGES; i++, at = (at + 1) % ARENA_SHADOW_PAGES) {
		uint64_t found = ARENA->shadow_keys[at];

		if (found == 0 && !make)
			return NULL;
		if (found == 0)
			ARENA->shadow_keys[at] = name;
		if (found == 0 || found == name)
			return ARENA->shadow[at].cells;
	}
	limit_note(EXPLORE_LIMIT_SHADOW, 0);
	return NULL;
}

/* NULL: nobody else can see it, or there is no room. */
static struct cell *cells_of(uint64_t page, bool make)
{
	uint64_t key, offset;

	if (memory_backing(page << 12, &key, &offset))
		return shared_cells(key, offset >> 12, make);
	return our_process()->threads > 1 ? own_cells(page, make) : NULL;
}

/*** races ***/

static bool same_race(const struct explore_finding *a, const struct explore_finding *b)
{
	return (a->sides[0].place == b->sides[0].place && a->sides[1].place == b->sides[1].place) ||
	       (a->sides[0].place == b->sides[1].place && a->sides[1].place == b->sides[0].place);
}

static void report(
	const struct slot *slot, uint64_t address, uint32_t size, unsigned how, uint64_t place)
{
	struct arena *arena = ARENA;
	const struct task *other = &arena->tasks[slot->task];
	struct explore_finding finding = {
		.kind = EXPLORE_RACE,
		.sides = {
			{ slot->task, slot->how & SLOT_WRITE, (uint16_t)other->process, slot->place },
			{ (uint16_t)self.task, how & SLOT_WRITE, (uint16_t)me()->process, place },
		},
		.address = address,
		.size = size,
		.between_processes = other->process != me()->process,
		.step = arena->steps_count,
	};

	for (uint32_t i = 0; i < arena->findings_count; i++)
		if (same_race(&arena->findings[i], &finding))
			return;
	if (arena->findings_count < EXPLORE_FINDINGS)
		arena->findings[arena->findings_count++] = finding;
	if (arena->findings_count == arena->stop_in_race)
		step_stop();
}

static bool ordered(const struct slot *slot, const struct task *task)
{
	return slot->clock <= task->clock.at[slot->task];
}

static void look(struct cell *cell, uint64_t address, uint8_t mask, uint32_t size, unsigned how,
	uint64_t place)
{
	struct task *task = me();
	uint32_t now = task->clock.at[self.task];
	struct slot *into = NULL;

	for (unsigned i = 0; i < SLOTS; i++) {
		struct slot *slot = &cell->slots[i];

		if (slot->mask == 0) {
			into = into ? into : slot;
			continue;
		}
		if (slot->task == self.task) {
			if (slot->clock == now && (slot->mask & mask) == mask &&
				(slot->how & SLOT_WRITE) >= (how & SLOT_WRITE) &&
				(slot->how & SLOT_ATOMIC) <= (how & SLOT_ATOMIC))
				return; /* nothing that it would not tell */
			if ((slot->mask & mask) == slot->mask &&
				(slot->how & SLOT_WRITE) <= (how & SLOT_WRITE) &&
				(slot->how & SLOT_ATOMIC) >= (how & SLOT_ATOMIC))
				into = slot;
			continue;
		}
		if (!(slot->mask & mask) || !((slot->how | how) & SLOT_WRITE) ||
			(slot->how & how & SLOT_ATOMIC))
			continue;
		if (!ordered(slot, task))
			report(slot, address, size, how, place);
		else if ((slot->mask & mask) == slot->mask && (how & SLOT_WRITE))
			into = slot;
	}
	for (unsigned i = 0; i < SLOTS && !into; i++)
		if (ordered(&cell->slots[i], task) && cell->slots[i].task != self.task &&
			(cell->slots[i].mask & mask) == cell->slots[i].mask && (how & SLOT_WRITE))
			into = &cell->slots[i];
	if (!into)
		into = &cell->slots[ARENA->steps % SLOTS];
	*into = (struct slot){ now, (uint16_t)self.task, mask, (uint8_t)how, place };
}

void shadow_access(uint64_t address, uint64_t size, unsigned how, uint64_t place)
{
	while (size > 0) {
		uint64_t in_cell = address & 7;
		uint64_t part = size < 8 - in_cell ? size : 8 - in_cell;
		uint64_t page = address >> 12;

		if (page != self.page) {
			self.cells = cells_of(page, true);
			self.page = page;
		}
		if (self.cells)
			look(&self.cells[(address & 4095) >> 3], address,
				(uint8_t)(((1U << part) - 1) << in_cell), (uint32_t)part, how,
				place);
		address += part;
		size -= part;
	}
}

void shadow_clear(uint64_t address, uint64_t size)
{
	uint64_t until = address + size;

	while (address < until) {
		uint64_t next = (address | 4095) + 1;
		struct cell *cells = cells_of(address >> 12, false);
		uint64_t first = (address & 4095) >> 3;
		uint64_t last = next < until ? SHADOW_CELLS : ((until - 1) & 4095) / 8 + 1;

		if (cells)
			zero(&cells[first], (last - first) * sizeof(*cells));
		address = next;
	}
}

void shadow_forget_own(void)
{
	self.page = 0;
	if (!room) /* none was made: each page that is touched here would be copied */
		return;
	zero(own, sizeof(own));
	raw(SYS_munmap, room, ROOM);
	room = NULL;
	room_used = 0;
}
