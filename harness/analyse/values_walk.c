#include "harness/analyse/values_walk.h"

#include <stdlib.h>
#include <string.h>

#include "harness/base/fault.h"

/* What a step to another function costs. */
enum {
	ONWARD = 100, /* to what the value was made of */
	BESIDE = 150, /* to what else it was made of */
	ADDED = 200, /* … where it grew by it in a loop */
	DECIDED = 500, /* to the branches before a value that never changed */
	EARLIER = 50, /* … more for each that came before another */
	POINTER = 1200, /* to where the address came from that it was loaded from */
	CHOSEN = 200, /* … of a value that decided: which one it was matters as much */
};

enum { LOOP_BRANCHES = 2 }; /* of a value that grew: those that say how often */

/* A label that is to be looked at. */
struct wanted {
	size_t log;
	uint32_t label;
	unsigned cost;
	enum values_way way;
	unsigned function;
	bool done;
};

struct walk {
	const struct values_log *logs;
	size_t count;
	bool whole;
	struct wanted *wanted;
	size_t wanted_count;
};

static void want(struct walk *walk, const struct wanted *from, size_t log, uint32_t label,
	unsigned cost, enum values_way way)
{
	const struct values_node *node = values_log_node(&walk->logs[log], label);
	struct wanted made = { log, label, from->cost + cost, from->way > way ? from->way : way,
		node ? node->function : 0, false };

	if (!label)
		return;
	if (way == VALUES_MADE && made.function && made.function == from->function)
		made.cost = from->cost + 1;
	for (size_t i = 0; i < walk->wanted_count; i++) {
		struct wanted *known = &walk->wanted[i];

		if (known->log != log || known->label != label)
			continue;
		if (!known->done && made.cost < known->cost)
			*known = made;
		return;
	}
	if (walk->wanted_count < 2 * VALUES_STEPS)
		walk->wanted[walk->wanted_count++] = made;
}

/*** other processes ***/

static size_t senders(const struct walk *walk, uint64_t inode, size_t *ret_last)
{
	size_t found = 0;

	for (size_t i = 0; i < walk->count; i++)
		if (values_log_sends(&walk->logs[i], inode)) {
			*ret_last = i;
			found++;
		}
	return found;
}

static size_t receivers(const struct walk *walk, uint64_t inode)
{
	size_t found = 0;

	for (size_t i = 0; i < walk->count; i++)
		found += values_log_receives(&walk->logs[i], inode);
	return found;
}

/* With one process at each end, bytes come out in the order that they went in. */
static void go_to_sender(
	struct walk *walk, const struct wanted *from, const struct values_input *input)
{
	size_t sender = 0;

	if (!walk->whole || senders(walk, input->inode, &sender) != 1 ||
		receivers(walk, input->inode) != 1)
		return;
	want(walk, from, sender,
		values_log_sent(&walk->logs[sender], input->inode,
			input->offset + (from->label - input->label)),
		ONWARD, VALUES_MADE);
}

/* Whoever stored there; if at several places, nobody knows which was the last. */
static void go_to_storers(
	struct walk *walk, const struct wanted *from, const struct values_node *node)
{
	const struct values_node *known = NULL;
	size_t owner = 0;

	for (size_t i = 0; walk->whole && i < walk->count; i++) {
		const struct values_node *stored = values_log_node(
			&walk->logs[i], values_log_stored(&walk->logs[i], node->address));

		if (!stored)
			continue;
		if (known && known->place != stored->place)
			return;
		known = stored;
		owner = i;
	}
	if (known)
		want(walk, from, owner, known->label, ONWARD, VALUES_MADE);
}

/*** one step ***/

static void want_branches(struct walk *walk, const struct wanted *from,
	const struct values_node *node, size_t most, unsigned cost)
{
	for (size_t i = 0; i < node->branches_count && i < most; i++)
		want(walk, from, from->log, node->branches[i], cost + (unsigned)i * EARLIER,
			VALUES_DECIDED);
}

static void leave_operation(
	struct walk *walk, const struct wanted *from, const struct values_node *node)
{
	want(walk, from, from->log, node->first, ONWARD, VALUES_MADE);
	want(walk, from, from->log, node->began, ONWARD, VALUES_MADE);
	want(walk, from, from->log, node->second, node->times ? ADDED : BESIDE, VALUES_MADE);
	if (node->times)
		want_branches(walk, from, node, LOOP_BRANCHES, ONWARD);
}

static bool is_constant(uint32_t label)
{
	return label > 0 && label < VALUES_NODES;
}

static unsigned pointer_cost(const struct wanted *from, const struct values_node *node)
{
	if (!node->first && node->kind == VALUES_LOAD)
		return ONWARD;
	return from->way == VALUES_DECIDED ? CHOSEN : POINTER;
}

static void leave(struct walk *walk, const struct wanted *from, const struct values_node *node)
{
	switch (node->kind) {
	case VALUES_CONSTANT:
	case VALUES_CALL:
		break;
	case VALUES_OPERATION:
		leave_operation(walk, from, node);
		break;
	case VALUES_STORE:
		want(walk, from, from->log, node->first, ONWARD, VALUES_MADE);
		want(walk, from, from->log, node->second, POINTER, VALUES_FOUND);
		if (is_constant(node->first))
			want_branches(walk, from, node, VALUES_BRANCHES, DECIDED);
		break;
	case VALUES_SHARED:
		go_to_storers(walk, from, node);
		__attribute__((fallthrough));
	case VALUES_LOAD:
		want(walk, from, from->log, node->first, ONWARD, VALUES_MADE);
		want(walk, from, from->log, node->second, pointer_cost(from, node), VALUES_FOUND);
		break;
	}
}

/* The nearest that was not looked at yet, of equals the one that was wanted first. */
static struct wanted *nearest(struct walk *walk)
{
	struct wanted *best = NULL;

	for (size_t i = 0; i < walk->wanted_count; i++)
		if (!walk->wanted[i].done && (!best || walk->wanted[i].cost < best->cost))
			best = &walk->wanted[i];
	return best;
}

struct values_step *values_walk(const struct values_log *logs, size_t count, size_t from,
	uint32_t label, bool whole, size_t *ret_count)
{
	struct walk walk = { .logs = logs, .count = count, .whole = whole };
	struct values_step *steps = xcalloc(VALUES_STEPS, sizeof(*steps));
	const struct wanted nowhere = { .cost = 0 };
	struct wanted *next;
	size_t found = 0;

	walk.wanted = xcalloc(2 * VALUES_STEPS, sizeof(*walk.wanted));
	want(&walk, &nowhere, from, label, 0, VALUES_MADE);
	while (found < VALUES_STEPS && (next = nearest(&walk))) {
		const struct wanted now = *next;
		const struct values_log *log = &logs[now.log];
		struct values_step step = { .log = log, .cost = now.cost, .way = now.way };

		next->done = true;
		step.node = values_log_node(log, now.label);
		step.input = step.node ? NULL : values_log_received(log, now.label);
		if (!step.node && !step.input)
			continue;
		steps[found++] = step;
		if (step.node)
			leave(&walk, &now, step.node);
		else
			go_to_sender(&walk, &now, step.input);
	}
	free(walk.wanted);
	*ret_count = found;
	return steps;
}
