/*
 * Valgrind's XML (docs/internals/xml-output-protocol4.txt of Valgrind), read
 * with expat into errors and stacks.
 *
 * One file is what one process wrote: a document for each program that it was, since
 * exec begins another one and leaves the last without an end.  It was written beside
 * student code, which may have added to it, so it is treated as hostile: everything is
 * capped, and what is not well-formed, or is nothing that Valgrind writes (a comment, an
 * error in an error, words between the elements, another process's number), is an error.
 */
#ifndef PROCTOR_ANALYSE_VALGRIND_XML_H
#define PROCTOR_ANALYSE_VALGRIND_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/base/buf.h"

struct valgrind_frame {
	char *function; /* "" when unknown */
	char *directory;
	char *file; /* "" when unknown */
	unsigned line;
	char *object; /* the program or library that the code lies in, "" when unknown */
};

struct valgrind_stack {
	struct valgrind_frame *frames; /* innermost first */
	size_t count;
	char *about; /* what stands before it: the auxwhat, or the error's own text */
};

struct valgrind_error {
	char *kind; /* "InvalidRead", "Race", … */
	char *what;
	struct valgrind_stack *stacks; /* at least one */
	size_t count;
};

struct valgrind_log {
	struct valgrind_error *errors;
	size_t count;
	int pid; /* in the box; 0: cut before it came to that */
	int ppid; /* of the process that forked it; 0: unknown */
	bool finished; /* the tool came to its end */
	bool cut; /* the log ends before its time: SIGKILL, or a limit */
};

#define VALGRIND_LOG_INIT                                                                          \
	{                                                                                          \
		.errors = NULL                                                                     \
	}
#define cleanup_valgrind_log __attribute__((cleanup(valgrind_log_release)))

/*
 * 0, or a negative errno with a sentence in `why`.  To salvage a log that is cut short
 * is to take what stands in it: that much was seen.
 */
int valgrind_log_salvage(const char *path, struct valgrind_log *ret, struct buf *why);
int valgrind_log_load(const char *path, struct valgrind_log *ret, struct buf *why);
void valgrind_log_release(struct valgrind_log *log);

/*
 * The innermost frame of the stack that lies in the student's own code: compiled
 * in /box, or else, since #line and assembly can hide that, part of a program in
 * /box.  NULL: the error is none of theirs.
 */
const struct valgrind_frame *valgrind_own_frame(const struct valgrind_stack *stack);

/* Whether it names a line of a file below /box. */
bool valgrind_is_placed(const struct valgrind_frame *frame);

#endif
