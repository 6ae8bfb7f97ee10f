/*
 * Barriers: counted in the arena.  libc's object keeps how many are to come, and is not
 * waited at.
 */
#include <errno.h>
#include <pthread.h>

#include "explorer/sync.h"
#include "explorer/waiters.h"

static object_key count_key(const pthread_barrier_t *barrier)
{
	return key_of((const char *)barrier + 1);
}

EXPORT int pthread_barrier_init(
	pthread_barrier_t *barrier, const pthread_barrierattr_t *attributes, unsigned count)
{
	int error = LIBC(pthread_barrier_init)(barrier, attributes, count);

	if (error == 0 && self.attached) {
		object_find(count_key(barrier))->count = count;
		object_find(key_of(barrier))->count = 0;
	}
	return error;
}

EXPORT int pthread_barrier_wait(pthread_barrier_t *barrier)
{
	struct object *here, *most;
	struct masked masked;
	object_key key;

	if (!self.attached || self.inside)
		return LIBC(pthread_barrier_wait)(barrier);
	key = key_of(barrier);
	masked = step_begin(OP_BARRIER, key, PLACE);
	here = object_find(key);
	most = object_find(count_key(barrier));
	clock_release(key);
	if (++here->count < most->count) {
		waiters_wait(OP_BARRIER, key, 0, NULL, NULL);
		clock_acquire(key);
		step_end(&masked, 0, 0);
		return 0;
	}
	here->count = 0;
	clock_acquire(key);
	waiters_wake(key, ARENA_TASKS);
	step_end(&masked, 0, PTHREAD_BARRIER_SERIAL_THREAD);
	return PTHREAD_BARRIER_SERIAL_THREAD;
}
