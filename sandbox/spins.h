/*
 * Where the CPU time of a box went, once it is used up: the evidence for SPINNING.
 *
 * spins_write() runs in a child of init, like the witness, and writes one line for
 * each task that was running and has used a good part of the time, fields separated by tabs:
 *
 *	spin	TID	TGID	KIND	STEPS	TIMES	CALL	RESULT	ARG0
 *ARG1	ARG2	FUNCTION	FILE	LINE
 *
 * and a line "spun" once all have been looked at.
 *
 * KIND is "call", "memory" or "none" (sandbox/loop.h); CALL is -1 and TIMES 0 without a call;
 * STEPS are the instructions that were looked at.  FILE and LINE are where the loop begins, ""
 * and 0 when that is unknown, as inside of libc.
 *
 * All tasks are stopped and stay so, each spinning one where it asks: the witness may look next.
 * Only for a box whose verdict is known: calls that others wait in are interrupted.
 */
#ifndef PROCTOR_SANDBOX_SPINS_H
#define PROCTOR_SANDBOX_SPINS_H

#include <stdbool.h>

#include "sandbox/folder.h"

void spins_write(int fd, const struct folder *folder);

/* Whether by such a text every task that was running does nothing but wait. */
bool spins_in_vain(const char *text);

#endif
