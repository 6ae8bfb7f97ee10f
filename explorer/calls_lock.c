/*
 * Locks on files: flock(2), and record locks of fcntl(2), a process's and an open file's.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

#include "explorer/descriptor.h"
#include "explorer/raw.h"

static long lock_by(struct call *call, bool unlocks, bool waits, call_handler *try)
{
	object_key key = descriptor_locks((int)call->args[0]);
	struct masked masked = step_begin(OP_FILE_LOCK, key, call->place);
	long result;

	if (call_interrupted(call)) {
		call->again = true;
		step_asked(&masked, 0);
		return 0;
	}
	if (unlocks)
		clock_release(key);
	while ((result = try(call)) == -EAGAIN && waits) {
		if (call_interrupted(call)) {
			call->again = signals_restart(call->context);
			step_asked(&masked, -EINTR);
			return -EINTR;
		}
		step_wait(OP_FILE_LOCK, key);
	}
	if (result < 0) {
		step_asked(&masked, result);
		return result;
	}
	if (!unlocks)
		clock_acquire(key);
	step_end(&masked, key, result);
	return result;
}

static long try_flock(struct call *call)
{
	return raw(SYS_flock, call->args[0], call->args[1] | LOCK_NB);
}

static long on_flock(struct call *call)
{
	return lock_by(
		call, (call->args[1] & ~LOCK_NB) == LOCK_UN, !(call->args[1] & LOCK_NB), try_flock);
}

static long try_record_lock(struct call *call)
{
	long command = call->args[1] == F_SETLKW       ? F_SETLK
		       : call->args[1] == F_OFD_SETLKW ? F_OFD_SETLK
						       : call->args[1];
	long result = raw(SYS_fcntl, call->args[0], command, call->args[2]);

	return result == -EACCES ? -EAGAIN : result;
}

static long on_fcntl(struct call *call)
{
	const struct flock *lock = (void *)call->args[2]; /* NOLINT */

	if (descriptor_is_ours(call->args[0]))
		return -EBADF;
	switch (call->args[1]) {
	case F_SETLK:
	case F_SETLKW:
	case F_OFD_SETLK:
	case F_OFD_SETLKW:
		return lock_by(call, lock->l_type == F_UNLCK,
			call->args[1] == F_SETLKW || call->args[1] == F_OFD_SETLKW,
			try_record_lock);
	case F_SETFL:
		/* Told of changes only, as by EPOLLET. */
		ARENA->exact |= (call->args[2] & O_ASYNC) != 0;
		return call_make(call);
	default:
		return call_make(call);
	}
}

const struct call_entry calls_lock[] = {
	{ SYS_flock, on_flock },
	{ SYS_fcntl, on_fcntl },
	{ -1, NULL },
};
