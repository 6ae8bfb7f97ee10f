/*
 * A program that is only counted: tasks with so many steps each, run on an arena by the
 * scheduler, without a process.
 */
#ifndef PROCTOR_TESTS_UNIT_MODEL_H
#define PROCTOR_TESTS_UNIT_MODEL_H

#include "explorer/arena.h"

enum { MODEL_TASKS = 4, MODEL_ORDER = 64 };

struct model {
	unsigned tasks;
	unsigned steps[MODEL_TASKS]; /* of each task */
	const char *local; /* NULL, or for each step "l" where it touches nothing of others' */
	unsigned choices; /* ways that each step may go; 0: one */
};

/* Runs it from an arena that is set up but for its tasks; who ran and what was chosen, a letter a
 * step. */
void model_run(struct arena *arena, const struct model *model, char ret[MODEL_ORDER]);

/* Before each: a strategy by its name, a seed. */
void model_begin(struct arena *arena, const char *strategy, uint64_t seed);

#endif
