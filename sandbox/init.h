/*
 * init of a box: the only parent of student code, PID 1 where the box has a PID
 * namespace and the reaper of its descendants (prctl(2), PR_SET_CHILD_SUBREAPER)
 * where it has none.
 *
 * One loop over the wire, the deaths of children and the listeners of denied
 * calls.  It answers the keeper's questions (sandbox/serve.c), reaps everything
 * that is left to it, and ends, and with it everything in the box, when the
 * keeper closes the wire or dies.
 */
#ifndef PROCTOR_SANDBOX_INIT_H
#define PROCTOR_SANDBOX_INIT_H

#include <stdbool.h>

#include "sandbox/cgroup.h"
#include "sandbox/filter.h"
#include "sandbox/isolation.h"
#include "sandbox/limits.h"
#include "sandbox/root.h"
#include "sandbox/user.h"

/*
 * In a PID namespace of its own init and its threads have the numbers up to this: the
 * filter keeps programs from their limits and priorities (sandbox/policy.h).
 */
enum { INIT_TASKS = 3 };

/* What init is told before it is born. */
struct init_options {
	int control; /* its end of the wire */
	enum isolation isolation;
	struct limits limits;
	struct user user; /* who the programs are on the host */
	const struct filter *filter;
	const struct cgroup *group;
	bool tool; /* struct box_options */
	const char *hidden[ROOT_HIDDEN]; /* sandbox/root.h */
};

/* Runs as init and never returns.  `born_inside`: cgroup_enter(). */
void init_run(const struct init_options *options, bool born_inside) __attribute__((noreturn));

#endif
