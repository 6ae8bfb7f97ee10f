/*
 * What every task of a box is doing and holds: the evidence for an explanation.
 *
 * witness_write() runs in a child of init (it parses debug information that a
 * student's linker wrote) and writes lines, fields separated by tabs:
 *
 *	task	TID	TGID	PPID	STATE	CALL	ARG0 … ARG5	NAME
 *	frame	TID	FUNCTION	FILE	LINE	innermost first; "" and 0 when unknown
 *	fd	TGID	NUMBER	ACCESS	TARGET	ACCESS: r w rw; TARGET as in /proc/PID/fd
 *	word	TID	ADDRESS	VALUE	OWNER	SYMBOL	a futex: the word, the one 8 bytes on
 *
 * Attaching stops the tasks: only for a box whose verdict is known.
 *
 * Source: proc(5), elfutils libdwfl.h, futex(2).
 */
#ifndef PROCTOR_SANDBOX_WITNESS_H
#define PROCTOR_SANDBOX_WITNESS_H

#include <stdbool.h>

#include "sandbox/folder.h"

/*
 * `stop`: all tasks are stopped first and stay so, or the first one that is
 * interrupted may go on and change what the others show.  `folder`: the private
 * folder, whose paths are told as the box's.
 */
void witness_write(int fd, const struct folder *folder, bool stop);

#endif
