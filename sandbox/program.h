/*
 * From init's clone to the student's main: what is done in the new process.
 */
#ifndef PROCTOR_SANDBOX_PROGRAM_H
#define PROCTOR_SANDBOX_PROGRAM_H

#include <sys/types.h>

#include "sandbox/beside.h"
#include "sandbox/limits.h"

/* What init starts; all borrowed. */
struct program {
	const char *file; /* a path, or a name in PATH */
	char **argv; /* NULL-terminated; what the program sees as its arguments */
	char **envp; /* NULL-terminated: all of it */
	const char *cwd;
	int fds[3]; /* become 0, 1, 2 */
	const int *high; /* become high_at, high_at + 1, … */
	size_t high_count;
	int high_at;
	const struct limits *limits;
	const struct beside *beside; /* which it waits for before exec; NULL: for nobody … */
	const struct milestone *network; /* … and this */
	unsigned others; /* tasks that the user has outside of the box */
};

/*
 * Starts it.  Returns once the exec has succeeded or failed: the program's ID, or a negative errno
 * of what exec said; -EBADMSG when it did not come to that.  The caller has no handlers, ignores no
 * signal, and has set no_new_privs and an empty capability bounding set, which all are inherited,
 * as are the filter and the fence that it is under itself (sandbox/nursery.h).
 *
 * In the new process, in this order: descriptors 0-2, the high ones and no other, a session of
 * its own, limits, the signal mask reset, exec.  Capabilities go with the exec, since the uid is
 * not 0.
 */
pid_t program_start(const struct program *program);

#endif
