/*
 * futex(2), by hand or by libc (the locks of stdio, of malloc): waits and wakes in
 * the arena; the kernel's own queue is not used.
 */
#include <errno.h>
#include <linux/futex.h>

#include "explorer/calls.h"
#include "explorer/raw.h"
#include "explorer/virtual_clock.h"
#include "explorer/waiters.h"

static bool stop_for_signal(void *data)
{
	return call_interrupted(data);
}

static uint64_t until_of(const struct call *call, int command)
{
	const struct timespec *timeout = (void *)call->args[3]; /* NOLINT */
	bool real = call->args[1] & FUTEX_CLOCK_REALTIME;

	if (!timeout)
		return 0;
	if (command == FUTEX_WAIT) /* relative, the others are absolute */
		return ARENA->now_ns + virtual_ns(timeout) + 1;
	return virtual_from_clock(real ? CLOCK_REALTIME : CLOCK_MONOTONIC, timeout) + 1;
}

static long wait_on(struct call *call, int command)
{
	const uint32_t *word = (void *)call->args[0]; /* NOLINT */
	object_key key = key_of(word);
	struct masked masked = step_begin(OP_FUTEX_WAIT, key, call->place);
	uint64_t until = until_of(call, command);

	if (__atomic_load_n(word, __ATOMIC_SEQ_CST) != (uint32_t)call->args[2]) {
		step_asked(&masked, -EAGAIN);
		return -EAGAIN;
	}
	if (waiters_wait(OP_FUTEX_WAIT, key, until, stop_for_signal, call)) {
		clock_acquire(key);
		step_end(&masked, 0, 0);
		return 0;
	}
	if ((!until || ARENA->now_ns < until) && call_interrupted(call)) {
		call->again = !until && signals_restart(call->context);
		step_asked(&masked, -EINTR);
		return -EINTR;
	}
	step_end(&masked, 0, -ETIMEDOUT);
	return -ETIMEDOUT;
}

static long wake_on(struct call *call)
{
	object_key key = key_of((void *)call->args[0]); /* NOLINT */
	struct masked masked = step_begin(OP_FUTEX_WAKE, key, call->place);
	unsigned count;

	clock_release(key);
	count = waiters_wake(key, (unsigned)call->args[2]);
	step_end(&masked, 0, count);
	return count;
}

static long on_futex(struct call *call)
{
	int command = (int)call->args[1] & FUTEX_CMD_MASK;

	switch (command) {
	case FUTEX_WAIT:
	case FUTEX_WAIT_BITSET:
		return wait_on(call, command);
	case FUTEX_WAKE:
	case FUTEX_WAKE_BITSET:
		return wake_on(call);
	default:
		limit_note(EXPLORE_LIMIT_CALL, SYS_futex);
		return -ENOSYS;
	}
}

const struct call_entry calls_futex[] = {
	{ SYS_futex, on_futex },
	{ -1, NULL },
};
