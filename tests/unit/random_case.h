/*
 * A random rubric with random evidence, for the properties of judge() and
 * score().  The same seed gives the same case, so a failure can be seen again.
 */
#ifndef PROCTOR_TESTS_RANDOM_CASE_H
#define PROCTOR_TESTS_RANDOM_CASE_H

#include <stdint.h>

#include "harness/core/judge.h"
#include "harness/core/score.h"

struct random_case {
	uint64_t seed;
	uint64_t state;
	struct rubric rubric;
	struct observations observations;
	struct findings findings;
	struct evidence evidence; /* borrows from this struct: do not copy it */
};

#define cleanup_random_case __attribute__((cleanup(random_case_release)))

void random_case_fill(struct random_case *made, uint64_t seed);
void random_case_release(struct random_case *made);

/* 0 … bound - 1. */
unsigned random_case_below(struct random_case *made, unsigned bound);

/* Puts observations and findings in another order; new_place[old index] of the findings. */
void random_case_shuffle(struct random_case *made, size_t *new_place);

/* Takes out one observation, or makes it a broken one. */
void random_case_remove(struct random_case *made, size_t index);
void random_case_break(struct random_case *made, size_t index);

/* Adds one more finding at the end. */
void random_case_add_finding(struct random_case *made, bool confirmed);

/* judge() and score() in one. */
double random_case_grade(const struct random_case *made);

#endif
