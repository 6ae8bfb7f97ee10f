/*
 * Which synchronisation a submission uses that Helgrind does not know.
 *
 * Helgrind knows pthread calls and sem_t; an atomic operation or a word of
 * assembly orders accesses behind its back, and it would accuse a correct
 * program (DESIGN section 10).  The compiler itself tells: compiled with
 * -fsanitize=thread, every atomic operation becomes a call of __tsan_atomic*.
 * Assembly is looked for in the sources.
 */
#ifndef PROCTOR_STEPS_EDGES_H
#define PROCTOR_STEPS_EDGES_H

#include <jansson.h>

#include "harness/base/buf.h"
#include "harness/core/assignment.h"

/*
 * Appends the "edges" line to build.jsonl's lines.  Sources that do not compile
 * have no line.  0, or a negative errno with a sentence.
 */
int edges_add(const struct assignment *assignment, const char *dir, const json_t *files,
	json_t *lines, struct buf *why);

#endif
