/*
 * Runs a program that we trust (gcc --version, patch, git) and keeps what it
 * prints.  No shell takes part, so no argument can be read as anything else.
 * Student code never runs through here: it belongs in a box (sandbox/).
 *
 *	const char *argv[] = { "patch", "-p1", NULL };
 *	cleanup_buf struct buf output = BUF_INIT;
 *	int status;
 *	int error = command_run(&(struct command){ .argv = argv, .dir = tree,
 *		.input = diff.data, .input_length = diff.length }, &output, &status);
 *
 *	if (error || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
 *		…
 */
#ifndef PROCTOR_BASE_COMMAND_H
#define PROCTOR_BASE_COMMAND_H

#include <stddef.h>

#include "harness/base/buf.h"

/* Bytes of output kept when the command names no cap of its own. */
#define COMMAND_CAP ((size_t)16 << 20)

/* What to run; everything is borrowed for the time of the call. */
struct command {
	const char *const *argv; /* NULL-terminated; argv[0] is looked up in our PATH */
	const char *dir; /* working folder, also for an argv[0] like ./x; NULL: ours */
	const char *const *env; /* "NAME=value" over our own environment, NULL-terminated or NULL */
	const void *input; /* what its stdin holds; NULL: /dev/null */
	size_t input_length;
	size_t cap; /* bytes of output kept; 0: COMMAND_CAP */
};

/*
 * Runs the command to its end.  Its stdout and stderr, in the order in which it
 * wrote them, are appended to `output` (NULL: dropped).  What goes over the cap is
 * read and dropped, so that the program never blocks, and counted in a last
 * line "… (N bytes more)".
 *
 * The program starts with every signal at its default (but for the two that
 * glibc keeps for its threads, which posix_spawn(3) ignores), none blocked, and
 * with no descriptor but 0, 1 and 2.  The call returns when the program itself
 * has ended, even if it left a child behind that still holds its stdout.
 *
 * Returns 0 and the wait status (see waitpid(2)), or a negative errno when it
 * could not be started: -ENOENT for a program or working folder that is not
 * there.  The caller must not ignore SIGCHLD: the status would be lost (-ECHILD).
 */
int command_run(const struct command *command, struct buf *output, int *ret_status);

#endif
