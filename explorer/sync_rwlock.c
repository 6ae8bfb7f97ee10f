#include <errno.h>
#include <pthread.h>

#include "explorer/sync.h"
#include "explorer/virtual_clock.h"

/* A reader's unlock is known to the next writer only; the object's clock is the writers'. */
static object_key readers_key(const pthread_rwlock_t *lock)
{
	return key_of((const char *)lock + 1);
}

static int take(pthread_rwlock_t *lock, bool writes, bool wait, uint64_t until, uint64_t place)
{
	enum operation operation = writes ? OP_RWLOCK_WRITE : OP_RWLOCK_READ;
	object_key key = key_of(lock);
	struct masked masked = step_begin(operation, key, place);
	int error;

	while ((error = writes ? LIBC(pthread_rwlock_trywrlock)(lock)
			       : LIBC(pthread_rwlock_tryrdlock)(lock)) == EBUSY &&
		wait) {
		if (!until) {
			step_wait(operation, key);
		} else if (!step_wait_until(operation, key, until)) {
			error = ETIMEDOUT;
			break;
		}
	}
	if (error) {
		step_asked(&masked, error);
		return error;
	}
	clock_acquire(key);
	if (writes)
		clock_acquire(readers_key(lock));
	object_find(key)->owner = writes ? self.task + 1 : 0;
	object_find(key)->owner_place = place;
	step_end(&masked, 0, 0);
	return 0;
}

EXPORT int pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
	if (!self.attached || self.inside)
		return LIBC(pthread_rwlock_rdlock)(lock);
	return take(lock, false, true, 0, PLACE);
}

EXPORT int pthread_rwlock_tryrdlock(pthread_rwlock_t *lock)
{
	if (!self.attached || self.inside)
		return LIBC(pthread_rwlock_tryrdlock)(lock);
	return take(lock, false, false, 0, PLACE);
}

EXPORT int pthread_rwlock_timedrdlock(pthread_rwlock_t *lock, const struct timespec *time)
{
	if (!self.attached || self.inside)
		return LIBC(pthread_rwlock_timedrdlock)(lock, time);
	return take(lock, false, true, virtual_from_clock(CLOCK_REALTIME, time) + 1, PLACE);
}

EXPORT int pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
	if (!self.attached || self.inside)
		return LIBC(pthread_rwlock_wrlock)(lock);
	return take(lock, true, true, 0, PLACE);
}

EXPORT int pthread_rwlock_trywrlock(pthread_rwlock_t *lock)
{
	if (!self.attached || self.inside)
		return LIBC(pthread_rwlock_trywrlock)(lock);
	return take(lock, true, false, 0, PLACE);
}

EXPORT int pthread_rwlock_timedwrlock(pthread_rwlock_t *lock, const struct timespec *time)
{
	if (!self.attached || self.inside)
		return LIBC(pthread_rwlock_timedwrlock)(lock, time);
	return take(lock, true, true, virtual_from_clock(CLOCK_REALTIME, time) + 1, PLACE);
}

EXPORT int pthread_rwlock_unlock(pthread_rwlock_t *lock)
{
	struct masked masked;
	object_key key;
	bool wrote;
	int error;

	if (!self.attached || self.inside)
		return LIBC(pthread_rwlock_unlock)(lock);
	key = key_of(lock);
	masked = step_begin(OP_RWLOCK_UNLOCK, key, PLACE);
	wrote = object_find(key)->owner == self.task + 1;
	clock_release(wrote ? key : readers_key(lock));
	object_find(key)->owner = 0;
	error = LIBC(pthread_rwlock_unlock)(lock);
	step_end(&masked, key, error);
	return error;
}
