/*
 * Tasks that wait for somebody to mean them: a condition that is signalled, a
 * futex that is woken.  Which one is meant, where there are several, is the schedule's.
 */
#ifndef PROCTOR_EXPLORER_WAITERS_H
#define PROCTOR_EXPLORER_WAITERS_H

#include "explorer/runtime.h"

/* Wakes at most so many of those that wait for the key; how many. */
unsigned waiters_wake(object_key key, unsigned most) HIDDEN;

/*
 * Waits to be meant, until a virtual time at the latest (0: for ever).  False: nobody
 * has, and either that time has come or `stop` says to give up.
 */
bool waiters_wait(enum operation operation, object_key key, uint64_t until_ns, bool (*stop)(void *),
	void *data) HIDDEN;

#endif
