/*
 * The build that the explorer runs: the submission's programs once more, with the compiler's
 * instrumentation and our runtime in libtsan's place (scripts/proctor-cc).
 *
 * Only where assignment.yaml has a tool that wants a build of that name.  Writes
 * build/explored/PROGRAM, and appends to build.jsonl a line for each program:
 *
 *	{ "build": "explored", "program": "relay", "command": "gcc …", "outcome": "EXITED(0)",
 *	  "output": "…", "reason": "" }
 *
 * with a sentence where there is none: a submission that builds, and cannot be built so
 * (it wants to be linked statically, say), is not explored, which is no fault of its.
 */
#ifndef PROCTOR_STEPS_EXPLORED_H
#define PROCTOR_STEPS_EXPLORED_H

#include "harness/base/buf.h"
#include "harness/core/assignment.h"

/* After build(). 0 or a negative errno, then `why` says at what our side failed. */
int explored_build(const struct assignment *assignment, const char *dir, struct buf *why);

#endif
