/*
 * The way back from a value, nearest first: through what it was computed of, where it was stored,
 * the bytes that it was received as, and the branches that decided on the way.
 *
 * Each step away from the value has a cost, so what tells most comes first: within a function
 * (values_node, "function") steps cost next to nothing; what a value was made of comes before
 * what was added to it, data before addresses, and last, for a value that never changed, the
 * branches before it.  A step leads to another process where that one, and no
 * other, sent or stored what was received.
 */
#ifndef PROCTOR_ANALYSE_VALUES_WALK_H
#define PROCTOR_ANALYSE_VALUES_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/analyse/values_log.h"

enum values_way {
	VALUES_MADE, /* the value was made of it */
	VALUES_FOUND, /* it made the address where the value was read from */
	VALUES_DECIDED, /* it made a branch go that way */
};

struct values_step {
	const struct values_log *log;
	const struct values_node *node; /* NULL: `input` is there */
	const struct values_input *input;
	unsigned cost;
	enum values_way way; /* the least direct one on the way */
};

enum { VALUES_STEPS = 1500 };

/*
 * From the label, of the log of that index; `whole` says that no process's log is missing.  An
 * array of `*ret_count` steps by cost, at most VALUES_STEPS, that the caller frees.
 */
struct values_step *values_walk(const struct values_log *logs, size_t count, size_t from,
	uint32_t label, bool whole, size_t *ret_count);

#endif
