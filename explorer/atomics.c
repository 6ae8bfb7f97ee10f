/*
 * Atomic operations: done as asked, each a step of its own, with the edges that
 * its memory order gives and fences add (C11, 7.17.3 and 7.17.4).  A release sequence is
 * taken for longer than it may be: all releases of a place are joined.
 */
#include "explorer/runtime.h"
#include "explorer/sync.h"

static bool acquires(int order)
{
	return order == __ATOMIC_ACQUIRE || order == __ATOMIC_CONSUME ||
	       order == __ATOMIC_ACQ_REL || order == __ATOMIC_SEQ_CST;
}

static bool releases(int order)
{
	return order == __ATOMIC_RELEASE || order == __ATOMIC_ACQ_REL || order == __ATOMIC_SEQ_CST;
}

static void read_edge(object_key key, int order)
{
	const struct clock *clock = &object_find(key)->clock;

	clock_join(acquires(order) ? &me()->clock : &me()->acquired_later, clock);
}

static void write_edge(object_key key, int order)
{
	if (releases(order))
		clock_release(key);
	else
		clock_join(&object_find(key)->clock, &me()->released_before);
}

static bool controlled(void)
{
	return self.attached && !self.inside;
}

struct atomic {
	struct masked masked;
	object_key key;
	bool controlled;
};

static struct atomic begin(
	const volatile void *address, unsigned size, unsigned how, int order, uint64_t place)
{
	struct atomic atomic = { .controlled = controlled() };

	if (!atomic.controlled)
		return atomic;
	atomic.key = key_of(address);
	atomic.masked = step_begin(OP_ATOMIC, atomic.key, place);
	if (ARENA->races)
		shadow_access((uint64_t)(uintptr_t)address, size, how | SLOT_ATOMIC, place);
	(void)order;
	return atomic;
}

static void end_read(struct atomic *atomic, int order, long result)
{
	if (!atomic->controlled)
		return;
	read_edge(atomic->key, order);
	step_asked(&atomic->masked, result);
}

static void end_write(struct atomic *atomic, int order, long result)
{
	if (!atomic->controlled)
		return;
	write_edge(atomic->key, order);
	step_end(&atomic->masked, atomic->key, result);
}

static void end_both(struct atomic *atomic, int order, long result)
{
	if (!atomic->controlled)
		return;
	read_edge(atomic->key, order);
	write_edge(atomic->key, order);
	step_end(&atomic->masked, atomic->key, result);
}

#define FETCH(bits, type, name)                                                                    \
	EXPORT type __tsan_atomic##bits##_fetch_##name(volatile type *at, type by, int order);     \
	EXPORT type __tsan_atomic##bits##_fetch_##name(volatile type *at, type by, int order)      \
	{                                                                                          \
		struct atomic atomic = begin(at, sizeof(*at), SLOT_WRITE, order, PLACE);           \
		type before = __atomic_fetch_##name(at, by, __ATOMIC_SEQ_CST);                     \
                                                                                                   \
		end_both(&atomic, order, (long)before);                                            \
		return before;                                                                     \
	}

#define EXCHANGE(bits, type, kind)                                                                 \
	EXPORT int __tsan_atomic##bits##_compare_exchange_##kind(                                  \
		volatile type *at, type *expected, type wanted, int order, int order_failed);      \
	EXPORT int __tsan_atomic##bits##_compare_exchange_##kind(                                  \
		volatile type *at, type *expected, type wanted, int order, int order_failed)       \
	{                                                                                          \
		struct atomic atomic = begin(at, sizeof(*at), SLOT_WRITE, order, PLACE);           \
		int done = __atomic_compare_exchange_n(                                            \
			at, expected, wanted, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);              \
                                                                                                   \
		if (done)                                                                          \
			end_both(&atomic, order, 1);                                               \
		else                                                                               \
			end_read(&atomic, order_failed, 0);                                        \
		return done;                                                                       \
	}

#define ATOMIC(bits, type)                                                                         \
	EXPORT type __tsan_atomic##bits##_load(const volatile type *at, int order);                \
	EXPORT type __tsan_atomic##bits##_load(const volatile type *at, int order)                 \
	{                                                                                          \
		struct atomic atomic = begin(at, sizeof(*at), 0, order, PLACE);                    \
		type value = __atomic_load_n(at, __ATOMIC_SEQ_CST);                                \
                                                                                                   \
		end_read(&atomic, order, (long)value);                                             \
		return value;                                                                      \
	}                                                                                          \
	EXPORT void __tsan_atomic##bits##_store(volatile type *at, type value, int order);         \
	EXPORT void __tsan_atomic##bits##_store(volatile type *at, type value, int order)          \
	{                                                                                          \
		struct atomic atomic = begin(at, sizeof(*at), SLOT_WRITE, order, PLACE);           \
                                                                                                   \
		__atomic_store_n(at, value, __ATOMIC_SEQ_CST);                                     \
		end_write(&atomic, order, (long)value);                                            \
	}                                                                                          \
	EXPORT type __tsan_atomic##bits##_exchange(volatile type *at, type value, int order);      \
	EXPORT type __tsan_atomic##bits##_exchange(volatile type *at, type value, int order)       \
	{                                                                                          \
		struct atomic atomic = begin(at, sizeof(*at), SLOT_WRITE, order, PLACE);           \
		type before = __atomic_exchange_n(at, value, __ATOMIC_SEQ_CST);                    \
                                                                                                   \
		end_both(&atomic, order, (long)before);                                            \
		return before;                                                                     \
	}                                                                                          \
	FETCH(bits, type, add)                                                                     \
	FETCH(bits, type, sub)                                                                     \
	FETCH(bits, type, and)                                                                     \
	FETCH(bits, type, or)                                                                      \
	FETCH(bits, type, xor)                                                                     \
	FETCH(bits, type, nand)                                                                    \
	EXCHANGE(bits, type, strong)                                                               \
	EXCHANGE(bits, type, weak)

ATOMIC(8, uint8_t)
ATOMIC(16, uint16_t)
ATOMIC(32, uint32_t)
ATOMIC(64, uint64_t)

EXPORT void __tsan_atomic_thread_fence(int order);
EXPORT void __tsan_atomic_thread_fence(int order)
{
	struct masked masked;

	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (!controlled())
		return;
	masked = step_begin(OP_ATOMIC, 0, PLACE);
	if (acquires(order))
		clock_join(&me()->clock, &me()->acquired_later);
	if (order == __ATOMIC_SEQ_CST)
		clock_join(&me()->clock, &ARENA->fence);
	if (releases(order)) {
		me()->released_before = me()->clock;
		if (order == __ATOMIC_SEQ_CST)
			clock_join(&ARENA->fence, &me()->clock);
		me()->clock.at[self.task]++;
	}
	step_end(&masked, 0, 0);
}

EXPORT void __tsan_atomic_signal_fence(int order);
EXPORT void __tsan_atomic_signal_fence(int order)
{
	(void)order;
}
