/*
 * From init's fork to the student's main: what is done in the new process.
 */
#ifndef PROCTOR_SANDBOX_PROGRAM_H
#define PROCTOR_SANDBOX_PROGRAM_H

#include <sys/types.h>

#include "sandbox/filter.h"
#include "sandbox/limits.h"

/* What init starts; all borrowed. */
struct program {
	char **argv; /* NULL-terminated; argv[0] names the file: a path, or a name in PATH */
	char **envp; /* NULL-terminated: all of it */
	const char *cwd; /* inside of the box */
	int fds[3]; /* become 0, 1, 2 */
	const struct filter *filter;
	const struct limits *limits;
};

/*
 * Forks and execs.  Returns once the exec has succeeded or failed: fills
 * *ret_pid and *ret_listener (denied calls are told there; -1 where the kernel
 * has none), or returns a negative errno of what failed.
 *
 * In the new process, in this order: a session of its own, signal dispositions
 * and mask reset (an inherited ignored SIGPIPE would void every SIGPIPE
 * scenario), descriptors 0-2 and no other, limits, no_new_privs, the filter,
 * exec.  Capabilities go with the exec, since the uid is not 0.
 */
int program_start(const struct program *program, pid_t *ret_pid, int *ret_listener);

#endif
