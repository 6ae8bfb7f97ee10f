#include <errno.h>
#include <semaphore.h>
#include <signal.h>

#include "explorer/calls.h"
#include "explorer/raw.h"
#include "explorer/sync.h"
#include "explorer/virtual_clock.h"

/* A handler has to run, and ends the wait where it was not installed with SA_RESTART. */
static bool interrupted(const struct masked *masked, bool *ret_restart)
{
	ucontext_t context;
	uint64_t pending = 0;

	raw(SYS_rt_sigpending, &pending, sizeof(pending));
	if (!(pending & ~masked->before & signals_that_matter()))
		return false;
	copy(&context.uc_sigmask, &masked->before, sizeof(masked->before));
	*ret_restart = signals_restart(&context);
	return true;
}

static int fail(int error)
{
	errno = error;
	return -1;
}

static int take(sem_t *semaphore, bool wait, uint64_t until, uint64_t place)
{
	object_key key = key_of(semaphore);
	struct masked masked;
	bool restart;

again:
	masked = step_begin(OP_SEM_WAIT, key, place);
	while (LIBC(sem_trywait)(semaphore) < 0) {
		if (!wait) {
			step_asked(&masked, EAGAIN);
			return fail(EAGAIN);
		}
		if (interrupted(&masked, &restart)) {
			step_asked(&masked, EINTR);
			if (restart)
				goto again;
			return fail(EINTR);
		}
		if (!until) {
			step_wait(OP_SEM_WAIT, key);
		} else if (!step_wait_until(OP_SEM_WAIT, key, until)) {
			step_end(&masked, 0, ETIMEDOUT);
			return fail(ETIMEDOUT);
		}
	}
	clock_acquire(key);
	step_end(&masked, 0, 0);
	return 0;
}

EXPORT int sem_wait(sem_t *semaphore)
{
	if (!self.attached || self.inside)
		return LIBC(sem_wait)(semaphore);
	return take(semaphore, true, 0, PLACE);
}

EXPORT int sem_trywait(sem_t *semaphore)
{
	if (!self.attached || self.inside)
		return LIBC(sem_trywait)(semaphore);
	return take(semaphore, false, 0, PLACE);
}

EXPORT int sem_timedwait(sem_t *semaphore, const struct timespec *time)
{
	if (!self.attached || self.inside)
		return LIBC(sem_timedwait)(semaphore, time);
	return take(semaphore, true, virtual_from_clock(CLOCK_REALTIME, time) + 1, PLACE);
}

EXPORT int sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *time)
{
	if (!self.attached || self.inside)
		return LIBC(sem_clockwait)(semaphore, clock, time);
	return take(semaphore, true, virtual_from_clock(clock, time) + 1, PLACE);
}

EXPORT int sem_post(sem_t *semaphore)
{
	struct masked masked;
	object_key key;
	int result;

	if (!self.attached || self.inside)
		return LIBC(sem_post)(semaphore);
	key = key_of(semaphore);
	masked = step_begin(OP_SEM_POST, key, PLACE);
	clock_release(key);
	result = LIBC(sem_post)(semaphore);
	step_end(&masked, key, result);
	return result;
}

EXPORT int sem_getvalue(sem_t *semaphore, int *ret)
{
	struct masked masked;
	object_key key;
	int result;

	if (!self.attached || self.inside)
		return LIBC(sem_getvalue)(semaphore, ret);
	key = key_of(semaphore);
	masked = step_begin(OP_OTHER, key, PLACE);
	result = LIBC(sem_getvalue)(semaphore, ret);
	clock_acquire(key);
	step_asked(&masked, *ret);
	return result;
}
