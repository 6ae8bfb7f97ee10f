/*
 * The word of a futex and what is around it: what the files that explain glibc's objects share.
 */
#ifndef PROCTOR_SCENARIO_WAITS_FUTEX_H
#define PROCTOR_SCENARIO_WAITS_FUTEX_H

#include "harness/scenario/waits.h"

/* word TID ADDRESS VALUE OWNER SYMBOL TYPE OFFSET SHARED OBJECT MAPPING, and the words around. */
struct futex {
	const struct seen_fact *fact, *around;
	unsigned value;
	const char *symbol, *type, *object, *mapping;
	bool shared; /* the memory: processes share it */
	bool private; /* the call: only this process's tasks are woken */
};

/* What the witness told of the task's word; `fact` is NULL when it told nothing. */
struct futex futex_of(const struct scene *scene, const struct seen_task *task);

/* The word so many bytes behind the one that is waited on; 0 when unknown. */
unsigned futex_word(const struct futex *futex, int bytes);

/* "the mutex accounts[3].lock", "the named semaphore /empty", "a mutex on the heap". */
const char *futex_name(const struct futex *futex, const char *noun);

/*
 * Objects for one process that several use, or for several that only one sees: whoever acts on
 * the other side wakes nobody.  Whether it is so, and has been told; `how` tells how to make
 * one for several processes.
 */
bool futex_tell_sharing(
	struct wait *wait, const struct futex *futex, const char *noun, const char *how);

typedef void explain_futex_word(struct wait *wait, const struct futex *futex);

/* waits_lock.c */
explain_futex_word futex_mutex, futex_rwlock, futex_once;

#endif
