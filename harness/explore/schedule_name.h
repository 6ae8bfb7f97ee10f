/*
 * How to see a run again: one word that names its schedule.
 */
#ifndef PROCTOR_EXPLORE_SCHEDULE_NAME_H
#define PROCTOR_EXPLORE_SCHEDULE_NAME_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/base/buf.h"
#include "harness/explore/decisions.h"
#include "harness/explore/session.h"

/* The strategy, the seed, what PCT was told of a run's length, and what may be chosen beside. */
struct schedule_name {
	int strategy; /* strategy_find() */
	uint64_t seed;
	uint64_t expected_steps;
	uint32_t choices; /* bits of enum choice: explorer/choice.h */
};

/* "pct:81985529216486895:212", "surw:7:212:parts+small", and back. False: it is none. */
void schedule_name_add(struct buf *out, const struct schedule_name *name);
bool schedule_name_parse(const char *text, struct schedule_name *ret);

/* The run that it names, races looked for; what the plain run did is borrowed, or NULL. */
struct session_order schedule_name_order(
	const struct schedule_name *name, const struct session_profile *profile);

/* The run that takes these decisions, which are borrowed, whatever strategy took them first. */
struct session_order schedule_order_again(const struct decisions *decisions);

#endif
