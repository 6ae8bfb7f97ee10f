#include <errno.h>
#include <pthread.h>

#include "explorer/sync.h"

static int take(pthread_spinlock_t *lock, bool wait, uint64_t place)
{
	object_key key = key_of(lock);
	struct masked masked = step_begin(OP_SPIN_LOCK, key, place);
	int error;

	while ((error = LIBC(pthread_spin_trylock)(lock)) == EBUSY && wait)
		step_wait(OP_SPIN_LOCK, key);
	if (error) {
		step_asked(&masked, error);
		return error;
	}
	clock_acquire(key);
	object_find(key)->owner = self.task + 1;
	object_find(key)->owner_place = place;
	step_end(&masked, 0, 0);
	return 0;
}

EXPORT int pthread_spin_lock(pthread_spinlock_t *lock)
{
	if (!self.attached || self.inside)
		return LIBC(pthread_spin_lock)(lock);
	return take(lock, true, PLACE);
}

EXPORT int pthread_spin_trylock(pthread_spinlock_t *lock)
{
	if (!self.attached || self.inside)
		return LIBC(pthread_spin_trylock)(lock);
	return take(lock, false, PLACE);
}

EXPORT int pthread_spin_unlock(pthread_spinlock_t *lock)
{
	struct masked masked;
	object_key key;
	int error;

	if (!self.attached || self.inside)
		return LIBC(pthread_spin_unlock)(lock);
	key = key_of(lock);
	masked = step_begin(OP_SPIN_UNLOCK, key, PLACE);
	clock_release(key);
	object_find(key)->owner = 0;
	error = LIBC(pthread_spin_unlock)(lock);
	step_end(&masked, key, error);
	return error;
}
