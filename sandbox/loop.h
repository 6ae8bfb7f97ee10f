/*
 * Whether a held task waits in a loop: it is followed instruction by instruction for
 * a while, in which nobody else may run.
 *
 * It *polls* when nothing it did came to anything: it asked the kernel again and again
 * and was told "not yet" each time, or it came back to exactly the state that it had
 * been in before (sandbox/snapshot.h), with nothing but such calls in between.  A task that
 * counts, computes or moves data never comes back, and is not said to poll.
 */
#ifndef PROCTOR_SANDBOX_LOOP_H
#define PROCTOR_SANDBOX_LOOP_H

#include <stddef.h>

#include "sandbox/tracee.h"

enum loop_kind {
	LOOP_NONE, /* it computes, or nobody knows */
	LOOP_CALL, /* it repeats a system call */
	LOOP_MEMORY, /* it looks at memory that does not change */
};

/* How many instructions are looked at. */
enum { LOOP_STEPS = 4096 };

/* A system call that it made. */
struct loop_call {
	int number;
	unsigned long arguments[6];
	long result;
	unsigned long at; /* address of the instruction */
};

struct loop {
	enum loop_kind kind;
	unsigned steps; /* instructions that were looked at */
	unsigned times; /* how often `call` was made in them */
	struct loop_call call; /* the one it repeats; number -1: none */
	/* Addresses of the loop in the outermost function that it comes through. */
	unsigned long places[LOOP_STEPS];
	size_t places_count;
	unsigned long inmost; /* one in the innermost function, or of the call */
};

/*
 * Follows a held task.  It stays held and is then where it repeats its call, or at
 * `inmost`.  0 or a negative errno (it has ended).
 */
int loop_follow(struct tracee *tracee, struct loop *ret);

#endif
