/*
 * What objects are known by: the same number in all processes, whatever address or
 * descriptor each has for it.
 */
#ifndef PROCTOR_EXPLORER_KEY_H
#define PROCTOR_EXPLORER_KEY_H

#include "explorer/arena.h"

/* What a task waits for that looks at many things: anybody's act may end it. */
#define KEY_ANYTHING ((object_key)-1)

enum key_kind {
	KEY_NONE,
	KEY_PLACE, /* in memory: what backs it, and where in that */
	KEY_FD, /* an open file: device, inode */
	KEY_LOCKS, /* on a file: the same; not its content, which orders only whom it reaches */
	KEY_CHILDREN, /* of a process: PID */
	KEY_SIGNALS, /* to a process: PID */
	KEY_TASK, /* the end of a task: its index */
	KEY_SYSV, /* an identifier, and enum key_sysv */
	KEY_NAMES, /* all of them: calls_name.c */
	KEY_SOCKETS, /* all of them: which one talks to which is not followed */
};
enum key_sysv { KEY_SEMAPHORES = 1, KEY_QUEUE, KEY_SEGMENT };

object_key key_make(enum key_kind kind, uint64_t a, uint64_t b);
enum key_kind key_kind(object_key key);

#endif
