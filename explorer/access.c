/*
 * What the compiler inserts under -fsanitize=thread: each access to memory that
 * another task might reach, each atomic operation, and where functions begin and end.
 *
 * Source: gcc's tsan.cc and sanitizer.def; see also tests/explorer/interface.
 */
#include "explorer/runtime.h"
#include "explorer/sync.h"

/* Long enough without an operation: a program that waits for a flag must let others go on. */
enum { PATIENCE = 4096 };

static void let_others(uint64_t place)
{
	struct masked masked = step_begin(OP_YIELD, 0, place);

	me()->repeats = 1000;
	step_asked(&masked, 0);
	ARENA->idle_steps = 0; /* it may be computing */
}

static inline void access_at(uint64_t address, uint64_t size, unsigned how, uint64_t place)
{
	if (!self.attached || self.inside)
		return;
	if (++self.accesses > PATIENCE)
		let_others(place);
	/* Nobody else can reach it: most of them, and all that a simple program makes. */
	if (address >> 12 == self.page && !self.cells)
		return;
	if (!ARENA->races)
		return;
	self.inside++;
	shadow_access(address, size, how, place);
	self.inside--;
}

EXPORT void __tsan_init(void);
EXPORT void __tsan_init(void)
{
}

EXPORT void __tsan_func_entry(void *caller);
EXPORT void __tsan_func_entry(void *caller)
{
	if (self.depth < ARENA_STACK)
		self.stack[self.depth] = (uint64_t)(uintptr_t)caller;
	self.depth++;
}

EXPORT void __tsan_func_exit(void);
EXPORT void __tsan_func_exit(void)
{
	if (self.depth > 0) /* longjmp(3) leaves frames behind, and a handler may leave by it */
		self.depth--;
}

#define ACCESS(name, size, how)                                                                    \
	EXPORT void __tsan_##name(void *address);                                                  \
	EXPORT void __tsan_##name(void *address)                                                   \
	{                                                                                          \
		access_at((uint64_t)(uintptr_t)address, size, how, PLACE);                         \
	}
#define ACCESSES(prefix, how)                                                                      \
	ACCESS(prefix##1, 1, how)                                                                  \
	ACCESS(prefix##2, 2, how)                                                                  \
	ACCESS(prefix##4, 4, how)                                                                  \
	ACCESS(prefix##8, 8, how)                                                                  \
	ACCESS(prefix##16, 16, how)

ACCESSES(read, 0)
ACCESSES(write, SLOT_WRITE)
ACCESSES(volatile_read, 0)
ACCESSES(volatile_write, SLOT_WRITE)

EXPORT void __tsan_read_range(void *address, unsigned long size);
EXPORT void __tsan_read_range(void *address, unsigned long size)
{
	access_at((uint64_t)(uintptr_t)address, size, 0, PLACE);
}

EXPORT void __tsan_write_range(void *address, unsigned long size);
EXPORT void __tsan_write_range(void *address, unsigned long size)
{
	access_at((uint64_t)(uintptr_t)address, size, SLOT_WRITE, PLACE);
}
