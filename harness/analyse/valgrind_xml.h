/*
 * Valgrind's XML (docs/internals/xml-output-protocol4.txt of Valgrind), read
 * with expat into errors and stacks.  It was written beside student code, so it
 * is treated as hostile: everything is capped, and what is not well-formed is
 * an error.
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
	int pid;
	bool finished; /* the tool came to its end */
};

#define VALGRIND_LOG_INIT                                                                          \
	{                                                                                          \
		.errors = NULL                                                                     \
	}
#define cleanup_valgrind_log __attribute__((cleanup(valgrind_log_release)))

/* 0, or a negative errno with a sentence in `why`. */
int valgrind_log_load(const char *path, struct valgrind_log *ret, struct buf *why);
void valgrind_log_release(struct valgrind_log *log);

/*
 * The innermost frame of the first stack that lies in the student's own code
 * (compiled in /box, and of a file in there), or NULL: the error is none of theirs.
 */
const struct valgrind_frame *valgrind_own_frame(const struct valgrind_stack *stack);

#endif
