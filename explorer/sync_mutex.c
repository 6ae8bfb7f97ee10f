#include <errno.h>
#include <pthread.h>

#include "explorer/sync.h"
#include "explorer/virtual_clock.h"

static void note_owner(object_key key, unsigned owner)
{
	struct object *object = object_find(key);

	object->owner = owner;
	object->owner_place = me()->place;
}

/* libc's trylock says EBUSY of one's own mutex too; only its lock knows EDEADLK. */
static bool is_own_and_says_so(pthread_mutex_t *mutex)
{
	return mutex->__data.__kind % 4 == PTHREAD_MUTEX_ERRORCHECK &&
	       mutex->__data.__owner == me()->tid;
}

int mutex_take(void *data, enum operation operation)
{
	pthread_mutex_t *mutex = data;
	object_key key = key_of(mutex);
	int error;

	if (is_own_and_says_so(mutex))
		return EDEADLK;
	while ((error = LIBC(pthread_mutex_trylock)(mutex)) == EBUSY)
		step_wait(operation, key);
	if (error == 0 || error == EOWNERDEAD) {
		clock_acquire(key);
		note_owner(key, self.task + 1);
	}
	return error;
}

int mutex_release(void *data)
{
	object_key key = key_of(data);
	int error;

	clock_release(key);
	error = LIBC(pthread_mutex_unlock)(data);
	if (error == 0) {
		note_owner(key, 0);
		schedule_acted(ARENA, key);
	}
	return error;
}

EXPORT int pthread_mutex_lock(pthread_mutex_t *mutex)
{
	struct masked masked;
	int error;

	if (!self.attached || self.inside)
		return LIBC(pthread_mutex_lock)(mutex);
	masked = step_begin(OP_LOCK, key_of(mutex), PLACE);
	error = mutex_take(mutex, OP_LOCK);
	step_end(&masked, 0, error);
	return error;
}

EXPORT int pthread_mutex_trylock(pthread_mutex_t *mutex)
{
	object_key key;
	struct masked masked;
	int error;

	if (!self.attached || self.inside)
		return LIBC(pthread_mutex_trylock)(mutex);
	key = key_of(mutex);
	masked = step_begin(OP_LOCK, key, PLACE);
	error = LIBC(pthread_mutex_trylock)(mutex);
	if (error == EBUSY) {
		step_asked(&masked, error);
		return error;
	}
	clock_acquire(key);
	note_owner(key, self.task + 1);
	step_end(&masked, 0, error);
	return error;
}

EXPORT int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *time)
{
	object_key key;
	struct masked masked;
	uint64_t until;
	int error;

	if (!self.attached || self.inside)
		return LIBC(pthread_mutex_timedlock)(mutex, time);
	key = key_of(mutex);
	until = virtual_from_clock(CLOCK_REALTIME, time) + 1;
	masked = step_begin(OP_LOCK, key, PLACE);
	while ((error = LIBC(pthread_mutex_trylock)(mutex)) == EBUSY)
		if (!step_wait_until(OP_LOCK, key, until)) {
			error = ETIMEDOUT;
			break;
		}
	if (error == 0 || error == EOWNERDEAD) {
		clock_acquire(key);
		note_owner(key, self.task + 1);
	}
	step_end(&masked, 0, error);
	return error;
}

EXPORT int pthread_mutex_unlock(pthread_mutex_t *mutex)
{
	struct masked masked;
	int error;

	if (!self.attached || self.inside)
		return LIBC(pthread_mutex_unlock)(mutex);
	masked = step_begin(OP_UNLOCK, key_of(mutex), PLACE);
	error = mutex_release(mutex);
	step_end(&masked, 0, error);
	return error;
}
