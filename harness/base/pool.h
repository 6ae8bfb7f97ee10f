/*
 * A pool of processes: many pieces of work, a few at a time.
 *
 * Each piece runs in a forked child of its own, so that one that crashes, or
 * that a signal ends, stops nothing.  The parent waits for the children's ends
 * (pidfd_open(2)), never for a time.
 */
#ifndef PROCTOR_BASE_POOL_H
#define PROCTOR_BASE_POOL_H

#include <stddef.h>

struct pool {
	size_t count; /* pieces, numbered from 0 */
	unsigned width; /* at most so many at a time, at least 1 */
	void *data; /* handed to the functions */
	/* In the child: does piece `index`; its result is the child's exit status. */
	int (*work)(size_t index, void *data);
	/* In the parent, when a piece has ended: `status` is its wait status. May be NULL. */
	void (*done)(size_t index, int status, void *data);
};

/*
 * Runs all of it.  Returns 0; -EINTR when interrupt_seen() became true: no new
 * piece is begun then, those under way are waited for (SIGINT reaches them
 * too); or another negative errno.
 */
int pool_run(const struct pool *pool);

/* The number of processors that this process may use, at least 1. */
unsigned pool_width(void);

#endif
