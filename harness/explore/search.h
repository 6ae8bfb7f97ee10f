/*
 * All schedules of a program, those with few interruptions first: iterative context bounding
 * (Musuvathi and Qadeer, PLDI 2007).
 *
 * A schedule is the plain run with decisions that differ from it.  From a run that took some of
 *them, the next ones are those with one more, at a point after the last: so each schedule is made
 *exactly once.  Another task that goes on although the one that ran could have costs one, and so
 *does what happens seldom (a condition's waiter that wakes by itself); who goes on where the one
 *that ran cannot, or who is woken, costs nothing.  All that cost the same are made before those
 *that cost more.
 *
 * Left out is an interruption before an operation that touches nothing of anybody else's (a
 * yield).  Proof: let A be interrupted before such an operation l, others run, and A then do l
 * and what follows up to its next point.  l releases and acquires nothing, so nothing orders
 * what the others did before what A does now; a conflict between them in memory is therefore a
 *race, which is seen in either order.  Without a race both commute, and A may do l first and be
 *interrupted before its next point instead: a schedule with the same end and no more interruptions,
 *which is not left out (or is one of those with l of the next point, and so on; A's operations are
 *finitely many).
 *
 *	while ((decisions = search_next(search))) {
 *		… a run of the strategy `complete` with these …
 *		search_take(search, arena, true);
 *	}
 */
#ifndef PROCTOR_EXPLORE_SEARCH_H
#define PROCTOR_EXPLORE_SEARCH_H

#include "harness/explore/decisions.h"

struct search;

/* Of at most so many schedules that wait to be made. Never NULL. */
struct search *search_open(size_t most);

/* The next schedule to make, borrowed until the next call; NULL: there is none left. */
const struct decisions *search_next(struct search *search);

/* What was open in the run of that schedule, if it could be followed as a whole. */
void search_take(struct search *search, const struct arena *arena, bool whole);

/* What has been seen so far. */
struct search_seen {
	unsigned runs;
	int bound; /* all schedules that cost at most so much; -1: not even those that cost nothing
		    */
	unsigned bound_runs; /* how many schedules those were */
	bool all; /* there are no others */
	bool lost; /* some were not kept, or a run was not the one that was asked for */
};
struct search_seen search_seen(const struct search *search);

/* How many points of a run an interruption may come at, or a choice be made. */
unsigned search_points(const struct arena *arena);

void search_close(struct search *search);

#endif
