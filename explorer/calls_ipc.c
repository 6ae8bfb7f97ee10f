/*
 * System V semaphores and queues, POSIX queues: each call is tried with
 * IPC_NOWAIT or a time-out that has passed, by whoever holds the token.
 */
#include <errno.h>
#include <mqueue.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>

#include "explorer/calls.h"
#include "explorer/raw.h"
#include "explorer/virtual_clock.h"

/* What is common to all: tried, waited for, told. `full` is the errno of "would block". */
static long do_ipc(struct call *call, enum operation operation, object_key key, bool wait,
	uint64_t until, call_handler *try, long full)
{
	struct masked masked = step_begin(operation, key, call->place);
	long result;

	if (call_interrupted(call)) {
		call->again = true;
		step_asked(&masked, 0);
		return 0;
	}
	while ((result = try(call)) == full && wait) {
		if (call_interrupted(call)) {
			/* msgrcv(2), semop(2): never restarted; mq_receive(3) is. */
			call->again = full == -ETIMEDOUT && signals_restart(call->context);
			step_asked(&masked, -EINTR);
			return -EINTR;
		}
		if (!until)
			step_wait(operation, key);
		else if (!step_wait_until(operation, key, until))
			break;
	}
	if (result == full) {
		step_asked(&masked, result);
		return result;
	}
	/* An act of either kind may be what the other waited for. */
	clock_acquire(key);
	clock_release(key);
	step_end(&masked, key, result);
	return result;
}

/*** semaphores ***/

enum { OPERATIONS_MOST = 32 };

static long try_semop(struct call *call)
{
	struct sembuf operations[OPERATIONS_MOST];
	size_t count = (size_t)call->args[2];

	copy(operations, (const void *)call->args[1], count * sizeof(*operations)); /* NOLINT */
	for (size_t i = 0; i < count; i++)
		operations[i].sem_flg |= IPC_NOWAIT;
	return raw(SYS_semop, call->args[0], operations, count);
}

static long on_semop(struct call *call)
{
	const struct sembuf *operations = (void *)call->args[1]; /* NOLINT */
	const struct timespec *timeout =
		call->number == SYS_semtimedop ? (void *)call->args[3] : NULL; /* NOLINT */
	size_t count = (size_t)call->args[2];
	bool wait = true;

	if (count == 0 || count > OPERATIONS_MOST)
		return count == 0 ? -EINVAL : -E2BIG;
	for (size_t i = 0; i < count; i++)
		wait &= !(operations[i].sem_flg & IPC_NOWAIT);
	return do_ipc(call, OP_SEMOP, key_make(KEY_SYSV, (uint64_t)call->args[0], KEY_SEMAPHORES),
		wait, timeout ? ARENA->now_ns + virtual_ns(timeout) + 1 : 0, try_semop, -EAGAIN);
}

static long make(struct call *call)
{
	return call_make(call);
}

/* What others have done is seen, and nothing is changed. */
static long look(struct call *call, object_key key)
{
	struct masked masked = step_begin(OP_OTHER, key, call->place);
	long result = call_make(call);

	clock_acquire(key);
	step_asked(&masked, result);
	return result;
}

static bool only_looks(long command)
{
	return command == GETVAL || command == GETALL || command == GETPID || command == GETNCNT ||
	       command == GETZCNT || command == IPC_STAT;
}

static long on_semctl(struct call *call)
{
	if (only_looks(call->args[2]))
		return look(call, key_make(KEY_SYSV, (uint64_t)call->args[0], KEY_SEMAPHORES));
	return do_ipc(call, OP_SEMOP, key_make(KEY_SYSV, (uint64_t)call->args[0], KEY_SEMAPHORES),
		false, 0, make, -EAGAIN);
}

/*** System V queues ***/

static long try_msgsnd(struct call *call)
{
	return raw(SYS_msgsnd, call->args[0], call->args[1], call->args[2],
		call->args[3] | IPC_NOWAIT);
}

static long try_msgrcv(struct call *call)
{
	return raw(SYS_msgrcv, call->args[0], call->args[1], call->args[2], call->args[3],
		call->args[4] | IPC_NOWAIT);
}

static object_key queue_key(const struct call *call)
{
	return key_make(KEY_SYSV, (uint64_t)call->args[0], KEY_QUEUE);
}

static long on_msgsnd(struct call *call)
{
	return do_ipc(call, OP_SEND, queue_key(call), !(call->args[3] & IPC_NOWAIT), 0, try_msgsnd,
		-EAGAIN);
}

static long on_msgrcv(struct call *call)
{
	return do_ipc(call, OP_RECEIVE, queue_key(call), !(call->args[4] & IPC_NOWAIT), 0,
		try_msgrcv, -ENOMSG);
}

static long on_msgctl(struct call *call)
{
	if (call->args[1] == IPC_STAT)
		return look(call, queue_key(call));
	return do_ipc(call, OP_OTHER, queue_key(call), false, 0, make, -EAGAIN);
}

/*** POSIX queues ***/

static const struct timespec passed;

static long try_mq_send(struct call *call)
{
	return raw(SYS_mq_timedsend, call->args[0], call->args[1], call->args[2], call->args[3],
		&passed);
}

static long try_mq_receive(struct call *call)
{
	return raw(SYS_mq_timedreceive, call->args[0], call->args[1], call->args[2], call->args[3],
		&passed);
}

static uint64_t mq_until(const struct call *call)
{
	const struct timespec *timeout = (void *)call->args[4]; /* NOLINT */

	return timeout ? virtual_from_clock(CLOCK_REALTIME, timeout) + 1 : 0;
}

/* A queue that is open with O_NONBLOCK says EAGAIN by itself. */
static long on_mq_send(struct call *call)
{
	return do_ipc(call, OP_SEND, key_of_fd((int)call->args[0]), true, mq_until(call),
		try_mq_send, -ETIMEDOUT);
}

static long on_mq_receive(struct call *call)
{
	return do_ipc(call, OP_RECEIVE, key_of_fd((int)call->args[0]), true, mq_until(call),
		try_mq_receive, -ETIMEDOUT);
}

static long on_mq_attributes(struct call *call)
{
	return look(call, key_of_fd((int)call->args[0]));
}

const struct call_entry calls_ipc[] = {
	{ SYS_semop, on_semop },
	{ SYS_semtimedop, on_semop },
	{ SYS_semctl, on_semctl },
	{ SYS_msgsnd, on_msgsnd },
	{ SYS_msgrcv, on_msgrcv },
	{ SYS_msgctl, on_msgctl },
	{ SYS_mq_timedsend, on_mq_send },
	{ SYS_mq_timedreceive, on_mq_receive },
	{ SYS_mq_getsetattr, on_mq_attributes },
	{ -1, NULL },
};
