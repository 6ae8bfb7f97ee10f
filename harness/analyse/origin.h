/*
 * Places for what plain runs showed without one, from the same runs when they were traced
 * (trace.h).
 */
#ifndef PROCTOR_ANALYSE_ORIGIN_H
#define PROCTOR_ANALYSE_ORIGIN_H

#include "harness/analyse/analyser.h"

/* Where a program of the submission died by a signal. */
struct origin_death {
	char *file; /* "" when unknown */
	unsigned line;
	char *function;
	char *sentence; /* " It died at …"; "" when unknown */
	char *places; /* further ones, as a finding has them */
};

/* Of the peer with that name and outcome in a plain run; release it. */
struct origin_death origin_death(const struct analysis *in, const struct observation *plain,
	const char *peer, const char *outcome);
void origin_death_release(struct origin_death *death);

#endif
