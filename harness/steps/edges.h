/*
 * Which orderings a submission can make that Helgrind and DRD do not know.
 *
 * They know pthread calls and sem_t.  Whatever else orders accesses of two threads
 * does so behind their backs, and they would accuse a correct program.  So what they
 * say of threads counts only where the program has none of these:
 *
 *  - an atomic operation: compiled with -fsanitize=thread, each becomes a call of
 *    __tsan_atomic*;
 *  - assembly, looked for in the sources;
 *  - a call that can order (edges.c has the table): pipes, sockets, queues, locks of
 *    files, eventfd, signals that are sent or waited for, processes beside the threads,
 *    system calls by number, and what of <pthread.h> and <threads.h> the tools pass over.
 *    It must be needed by an object file, and of a mechanism that the assignment lets
 *    through: what the box denies orders nothing.
 *
 * What a program needs it may still use for something else; but which one it is nobody
 * can tell from outside, and a doubt speaks for the program.  A volatile variable is none
 * of these: it orders nothing in C (C11 5.1.2.4), and threads that wait for one race.
 */
#ifndef PROCTOR_STEPS_EDGES_H
#define PROCTOR_STEPS_EDGES_H

#include <jansson.h>
#include <stdbool.h>

#include "harness/base/buf.h"
#include "harness/core/assignment.h"

/*
 * Appends the "edges" line to build.jsonl's lines:
 *
 *	{ "build": "edges", "atomics": false, "assembly": false, "calls": ["pipe2"] }
 *
 * Sources that do not compile have no line.  0, or a negative errno with a sentence.
 */
int edges_add(const struct assignment *assignment, const char *dir, const json_t *files,
	json_t *lines, struct buf *why);

/* Whether a function of that name can order, in this assignment, unknown to the tools. */
bool edges_is_unknown(const struct assignment *assignment, const char *function);

#endif
