/*
 * What is left in a box: a grading fact.
 *
 * census_write() runs in init and writes one line a thing, fields separated by
 * tabs, each name escaped so that it holds neither tab nor newline:
 *
 *	process	PID	NAME	still alive
 *	zombie	PID	NAME	ended, and its living parent has not waited for it
 *	sysv-shm|sysv-sem|sysv-msg	ID	KEY
 *	posix-shm|posix-sem|posix-mq	NAME
 *	fifo|socket	PATH
 *	unknown	objects	IPC objects were not looked for: nobody can tell whose they are
 *
 * Without an IPC namespace (isolation mode plain) an object is the box's when
 * its owner is; where that owner has processes outside of the box, which may
 * make objects at the same time, none is told.
 *
 * Source: proc(5) /proc/sysvipc, mq_overview(7), shm_overview(7), sem_overview(7).
 */
#ifndef PROCTOR_SANDBOX_CENSUS_H
#define PROCTOR_SANDBOX_CENSUS_H

#include "sandbox/folder.h"

/* Whose objects are the box's. */
enum census_objects {
	CENSUS_ALL, /* whatever is there: the box has namespaces of its own */
	CENSUS_OWN, /* those of init's user */
	CENSUS_UNKNOWN,
};

void census_write(int fd, enum census_objects objects, const struct folder *folder);

/* Removes every IPC object of init's user, which has none outside of the box. */
void census_clear(void);

#endif
