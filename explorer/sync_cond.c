/*
 * Condition variables: who waits stands in the arena, and libc's object is not
 * touched.  A waiter may wake without a signal, as pthread_cond_wait(3) allows: seldom, so
 * that a condition that is asked with `if` shows.
 */
#include <errno.h>
#include <pthread.h>

#include "explorer/sync.h"
#include "explorer/virtual_clock.h"
#include "explorer/waiters.h"

static bool wakes_by_itself(void)
{
	enum { SELDOM = 16 };

	return schedule_happens(ARENA, SELDOM);
}

static int wait_for(
	pthread_cond_t *condition, pthread_mutex_t *mutex, uint64_t until, uint64_t place)
{
	object_key key = key_of(condition);
	struct masked masked = step_begin(OP_COND_WAIT, key, place);
	bool spurious = wakes_by_itself();
	bool meant = true;
	int error;

	error = mutex_release(mutex);
	if (error) {
		step_end(&masked, 0, error);
		return error;
	}
	if (spurious) {
		/* Others may come in between, as they might. */
		step_end(&masked, 0, 0);
		masked = step_begin(OP_COND_WAIT, key, place);
	} else {
		meant = waiters_wait(OP_COND_WAIT, key, until, NULL, NULL);
	}
	if (meant && !spurious)
		clock_acquire(key);
	error = mutex_take(mutex, OP_COND_WAIT);
	error = error ? error : meant ? 0 : ETIMEDOUT;
	step_end(&masked, 0, error);
	return error;
}

EXPORT int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
	if (!self.attached || self.inside)
		return LIBC(pthread_cond_wait)(condition, mutex);
	return wait_for(condition, mutex, 0, PLACE);
}

/* pthread_condattr_setclock(3): the clock is bit 1 of its flags, in glibc. */
static clockid_t clock_of(const pthread_cond_t *condition)
{
	return condition->__data.__wrefs & 2 ? CLOCK_MONOTONIC : CLOCK_REALTIME;
}

EXPORT int pthread_cond_timedwait(
	pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *time)
{
	if (!self.attached || self.inside)
		return LIBC(pthread_cond_timedwait)(condition, mutex, time);
	return wait_for(condition, mutex, virtual_from_clock(clock_of(condition), time) + 1, PLACE);
}

EXPORT int pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
	clockid_t clock, const struct timespec *time)
{
	if (!self.attached || self.inside)
		return LIBC(pthread_cond_clockwait)(condition, mutex, clock, time);
	return wait_for(condition, mutex, virtual_from_clock(clock, time) + 1, PLACE);
}

static int wake(pthread_cond_t *condition, enum operation operation, unsigned most, uint64_t place)
{
	object_key key = key_of(condition);
	struct masked masked = step_begin(operation, key, place);
	unsigned count;

	clock_release(key);
	count = waiters_wake(key, most);
	step_end(&masked, 0, count);
	return 0;
}

EXPORT int pthread_cond_signal(pthread_cond_t *condition)
{
	if (!self.attached || self.inside)
		return LIBC(pthread_cond_signal)(condition);
	return wake(condition, OP_COND_SIGNAL, 1, PLACE);
}

EXPORT int pthread_cond_broadcast(pthread_cond_t *condition)
{
	if (!self.attached || self.inside)
		return LIBC(pthread_cond_broadcast)(condition);
	return wake(condition, OP_COND_BROADCAST, ARENA_TASKS, PLACE);
}
