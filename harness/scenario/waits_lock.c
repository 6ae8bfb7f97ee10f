/*
 * Waits for locks of threads: mutexes, read-write locks, what is done once.
 */
#include <linux/futex.h>
#include <string.h>

#include "harness/scenario/waits_futex.h"

/*** mutexes ***/

static const char mutex_how[] = "pthread_mutexattr_setpshared() with PTHREAD_PROCESS_SHARED";

/* A robust or priority-inheriting mutex has its owner in the lock word itself: futex(2). */
static int owner_of(const struct futex *futex)
{
	unsigned owner = (unsigned)fact_number(futex->fact, 3);

	return (int)(owner ? owner : futex->value > 2 ? futex->value & FUTEX_TID_MASK : 0);
}

static void tell_holder(
	struct wait *wait, const struct futex *futex, const struct seen_task *holder)
{
	wait_for_task(wait, holder->tid);
	if (holder->tgid != wait->task->tgid && !futex->shared) {
		buf_printf(&wait->why,
			"%s held it when this process was made by fork(): the copy of the mutex "
			"here "
			"stays locked for ever.",
			scene_task_name(wait->scene, holder));
		buf_adds(&wait->advice, "Call fork() while no thread holds a lock, or before any "
					"thread is made.");
		return;
	}
	buf_printf(&wait->why, "%s holds it and waits itself%s.",
		scene_task_name(wait->scene, holder), wait_place(wait->scene, holder->tid));
	buf_adds(&wait->advice, "Take several mutexes in one order, the same in every thread, and "
				"hold none while waiting for something else.");
}

void futex_mutex(struct wait *wait, const struct futex *futex)
{
	int owner = owner_of(futex);
	const struct seen_task *holder = scene_task(wait->scene, owner);

	wait_is(wait, RANK_LOCK, futex_name(futex, "mutex"), "pthread_mutex_lock(3)");
	if (owner == wait->task->tid) {
		wait->rank = RANK_ITSELF;
		buf_adds(&wait->why, "It holds that mutex itself already.");
		buf_adds(&wait->advice,
			"Lock a mutex once, and unlock it on every way out of the function.");
	} else if (holder) {
		tell_holder(wait, futex, holder);
	} else if (owner) {
		buf_printf(&wait->why,
			"The task that locked it (%d) has ended without unlocking it.", owner);
		buf_adds(&wait->advice, "Unlock the mutex on every way out.");
	} else if (!futex_tell_sharing(wait, futex, "mutex", mutex_how)) {
		buf_adds(&wait->why, "It counts as locked, but nobody holds it: it was never "
				     "initialised, or something wrote over it.");
		buf_adds(&wait->advice, "Call pthread_mutex_init() once, before anybody uses it.");
	}
}

/*** read-write locks ***/

/* readers, writers, the two words that are waited on, two more, the writer's TID. */
enum { RW_PHASE = 8, RW_WRITERS = 12, RW_WRITER = 24, RW_WRLOCKED = 2, RW_READER_SHIFT = 3 };

/* Where in the lock the word lies: a writer that waits for readers has registered itself. */
static int rwlock_offset(const struct futex *futex, bool writes)
{
	int offset = (int)fact_number(futex->fact, 6);

	if (strcmp(futex->type, "pthread_rwlock_t") == 0 && offset >= 0 && offset <= RW_WRITERS)
		return offset;
	return !writes || futex_word(futex, -RW_PHASE) & RW_WRLOCKED ? RW_PHASE : RW_WRITERS;
}

void futex_rwlock(struct wait *wait, const struct futex *futex)
{
	bool writes = strstr(wait->call, "wr") != NULL;
	int start = -rwlock_offset(futex, writes);
	int writer = (int)futex_word(futex, start + RW_WRITER);
	unsigned readers = futex_word(futex, start) >> RW_READER_SHIFT;
	const struct seen_task *holder = scene_task(wait->scene, writer);

	wait_is(wait, RANK_LOCK, futex_name(futex, "read-write lock"),
		writes ? "pthread_rwlock_wrlock(3)" : "pthread_rwlock_rdlock(3)");
	if (writer == wait->task->tid) {
		wait->rank = RANK_ITSELF;
		buf_adds(&wait->why, "It holds that lock for writing itself already.");
	} else if (holder) {
		buf_printf(&wait->why, "%s holds it for writing and waits itself%s.",
			scene_task_name(wait->scene, holder), wait_place(wait->scene, holder->tid));
		wait_for_task(wait, holder->tid);
	} else if (writer) {
		buf_printf(&wait->why,
			"The task that locked it for writing (%d) has ended without unlocking it.",
			writer);
	} else if (writes && readers) {
		buf_printf(&wait->why,
			"It is locked for reading (%u time%s), and who holds it so is "
			"noted nowhere. ",
			readers, readers == 1 ? "" : "s");
		wait_add_others(wait, "unlock it");
	} else {
		wait_add_others(wait, "unlock it");
	}
	buf_adds(&wait->advice,
		"Unlock it on every way out, and never lock for writing what the same "
		"thread has locked for reading.");
}

/*** what is done once ***/

void futex_once(struct wait *wait, const struct futex *futex)
{
	wait_is(wait, RANK_LOCK, futex_name(futex, "pthread_once_t"), "pthread_once(3)");
	buf_adds(&wait->why, "The function that is called once has begun and does not return. ");
	wait_add_others(wait, "end it");
	buf_adds(&wait->advice,
		"That function must not call pthread_once() for itself, nor wait for "
		"somebody who does.");
}
