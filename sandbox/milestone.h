/*
 * A point that is reached once, and that threads wait for: a futex.
 *
 * For init's threads, which are none of libc's.  What was written before it was
 * reached is seen by who has awaited it.
 *
 * Source: futex(2).
 */
#ifndef PROCTOR_SANDBOX_MILESTONE_H
#define PROCTOR_SANDBOX_MILESTONE_H

#include <stdbool.h>

/* All zeroes: not reached. */
struct milestone {
	int reached;
};

void milestone_reach(struct milestone *milestone);
void milestone_await(const struct milestone *milestone);

/* Makes it one that is not reached; nobody waits for it. */
void milestone_clear(struct milestone *milestone);

#endif
