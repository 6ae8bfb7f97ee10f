/*
 * PID 1 of a box: the only parent of student code.
 *
 * One loop over the control socket, the deaths of children and the listeners
 * of denied calls.  It answers the keeper's questions (sandbox/wire.h), reaps
 * everything that is left to it, and ends, and with it the whole PID
 * namespace, when the keeper closes the control socket or dies.
 */
#ifndef PROCTOR_SANDBOX_INIT_H
#define PROCTOR_SANDBOX_INIT_H

#include <stdbool.h>

#include "sandbox/filter.h"
#include "sandbox/limits.h"
#include "sandbox/root.h"

/* What init is told before it is born. */
struct init_options {
	int control; /* its end of the wire */
	struct limits limits;
	const struct filter *filter;
	bool tool; /* struct box_options */
	const char *hidden[ROOT_HIDDEN]; /* sandbox/root.h */
};

/* Runs as PID 1 of fresh namespaces and never returns. */
void init_run(const struct init_options *options) __attribute__((noreturn));

#endif
