/*
 * What makes a schedule: the points at which it goes another way than the plain run would go
 * on from there.  Whoever takes these decisions again, and is plain everywhere else, has
 * the same run.
 *
 * A point is known by the task that holds the token and by how many points that task has come to
 * before, not by a number of the whole run: so leaving one decision out moves the others
 * as little as can be.
 */
#ifndef PROCTOR_EXPLORER_DECISION_H
#define PROCTOR_EXPLORER_DECISION_H

#include "explorer/arena.h"

/* Keeps one that was taken by the holder of the token at the point to which it has come. */
void decision_note(struct arena *arena, enum decision_kind kind, unsigned value, bool preempts);

/* Those to follow, in any order; at most ARENA_STEPS. Called between arena_reset() and a run. */
void decision_follow(struct arena *arena, const struct decision *decisions, uint32_t count);

/* Keeps a point with all that was open there; what is taken is told by `value`. */
void branch_note(struct arena *arena, struct branch branch);

/* What is to be decided at this point, or -1: nothing but the plain way. */
int decision_next(struct arena *arena, enum decision_kind kind);

#endif
