/*
 * A keeper that is killed at a moment that a number says, not a clock.
 *
 * The keeper is traced; the n-th time that it enters or leaves a system call it
 * is killed there, or just after it was let go on.  So with n drawn evenly
 * below the count of a whole run every stage of opening and closing is met,
 * however fast this machine is.
 *
 * Source: ptrace(2): syscall-stops, PTRACE_O_EXITKILL.
 */
#ifndef PROCTOR_TESTS_LEAKS_KILL_H
#define PROCTOR_TESTS_LEAKS_KILL_H

#include <stdbool.h>

struct kill_plan {
	void (*run)(const void *data); /* the keeper: in a process of its own; never returns */
	const void *data;
	unsigned long stop; /* 0: never kill */
	bool going; /* let it go on, then kill */
};

struct kill_result {
	unsigned long stops; /* that there were */
	bool killed; /* by us, before its own end */
	int status; /* as of waitpid(2) */
	long call; /* at which it was killed; -1: none */
	bool entering; /* it, rather than leaving */
};

/* 0, or a negative errno: -EPERM where this host lets nobody trace. */
int kill_run(const struct kill_plan *plan, struct kill_result *ret);

/* "entering openat"; the text stays until the next call. */
const char *kill_moment(const struct kill_result *result);

#endif
