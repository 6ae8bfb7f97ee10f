/*
 * How the next task is chosen among those that could run: one file a strategy,
 * one line in strategies[] (strategy.c).  State lies in the arena, so that the
 * seed alone decides.
 */
#ifndef PROCTOR_EXPLORER_STRATEGY_H
#define PROCTOR_EXPLORER_STRATEGY_H

#include "explorer/arena.h"

struct strategy {
	const char *name;
	const char *about;
	bool told; /* it needs to be told what to do: no part of a portfolio */
	/* Before the first task runs; NULL: nothing. */
	void (*begin)(struct arena *arena);
	/* A task has been born; NULL: nothing. */
	void (*born)(struct arena *arena, unsigned task);
	/* One of `tasks`, which are at least two, ascending: an index into them. */
	unsigned (*pick)(struct arena *arena, const unsigned *tasks, unsigned count);
	/* One of `count` things that may happen, 0: the ordinary one; NULL: it is drawn. */
	unsigned (*choose)(struct arena *arena, unsigned count);
};

extern const struct strategy strategy_fifo, strategy_surw, strategy_random, strategy_pct,
	strategy_pos, strategy_starve, strategy_list, strategy_complete;

/* In the order of a portfolio; the first one is the plain run. NULL ends. */
extern const struct strategy *const strategies[];

/* Its index, or -1. */
int strategy_find(const char *name);

#endif
