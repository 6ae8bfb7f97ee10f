#include <criterion/criterion.h>
#include <stdlib.h>

#include "harness/analyse/values_walk.h"
#include "harness/base/cleanup.h"

/* Nodes of a log are in the order of their labels. */
enum { A = VALUES_NODES, B, C, D, E };

static size_t walk(const struct values_log *logs, size_t count, uint32_t label,
	struct values_step ret[VALUES_STEPS])
{
	size_t found;
	struct values_step *steps = values_walk(logs, count, 0, label, true, &found);

	for (size_t i = 0; i < found; i++)
		ret[i] = steps[i];
	free(steps);
	return found;
}

static struct values_step steps[VALUES_STEPS];

Test(values_walk, goes_from_what_was_stored_to_what_it_was_made_of)
{
	struct values_node nodes[] = {
		{ .label = 1, .kind = VALUES_CONSTANT, .place = 0x10, .function = 1 },
		{ .label = A, .kind = VALUES_OPERATION, .place = 0x20, .first = 1, .function = 1 },
		{ .label = B, .kind = VALUES_STORE, .place = 0x30, .first = A, .function = 1 },
	};
	const struct values_log log = { .nodes = nodes, .nodes_count = 3 };

	cr_assert_eq(walk(&log, 1, B, steps), 3);
	cr_assert_eq(steps[0].node->label, B);
	cr_assert_eq(steps[1].node->label, A);
	cr_assert_eq(steps[2].node->label, 1);
	cr_assert_eq(steps[2].way, VALUES_MADE);
}

Test(values_walk, follows_the_value_through_a_function_before_what_was_added_to_it)
{
	struct values_node nodes[] = {
		{ .label = 1, .kind = VALUES_CONSTANT, .place = 0x10, .function = 1 },
		{ .label = 2, .kind = VALUES_CONSTANT, .place = 0x12, .function = 2 },
		{ .label = A, .kind = VALUES_LOAD, .place = 0x14, .first = 1, .function = 1 },
		{ .label = B,
			.kind = VALUES_OPERATION,
			.place = 0x20,
			.first = A,
			.second = 2,
			.began = 1,
			.times = 7,
			.function = 1 },
	};
	const struct values_log log = { .nodes = nodes, .nodes_count = 4 };

	cr_assert_eq(walk(&log, 1, B, steps), 4);
	cr_assert_eq(steps[3].node->label, 2);
}

/* sum += …, in a loop whose counter another function gave. */
Test(values_walk, finds_what_said_how_often_a_value_grew)
{
	struct values_node nodes[] = {
		{ .label = 1, .kind = VALUES_CONSTANT, .place = 0x10, .function = 2 },
		{ .label = A, .kind = VALUES_OPERATION, .place = 0x12, .first = 1, .function = 1 },
		{ .label = B,
			.kind = VALUES_OPERATION,
			.place = 0x20,
			.times = 3,
			.branches = { A },
			.branches_count = 1,
			.function = 1 },
	};
	const struct values_log log = { .nodes = nodes, .nodes_count = 3 };

	cr_assert_eq(walk(&log, 1, B, steps), 3);
	cr_assert_eq(steps[2].node->label, 1);
	cr_assert_eq(steps[2].way, VALUES_DECIDED);
}

Test(values_walk, asks_what_decided_where_a_value_never_changed)
{
	struct values_node nodes[] = {
		{ .label = 1, .kind = VALUES_CONSTANT, .place = 0x10, .function = 1 },
		{ .label = 2, .kind = VALUES_CONSTANT, .place = 0x12, .function = 2 },
		{ .label = A, .kind = VALUES_OPERATION, .place = 0x14, .first = 2, .function = 1 },
		{ .label = B,
			.kind = VALUES_STORE,
			.place = 0x20,
			.first = 1,
			.branches = { A },
			.branches_count = 1,
			.function = 1 },
	};
	const struct values_log log = { .nodes = nodes, .nodes_count = 4 };

	cr_assert_eq(walk(&log, 1, B, steps), 4);
	cr_assert_eq(steps[1].node->label, 1);
	cr_assert_eq(steps[3].node->label, 2);
	cr_assert_eq(steps[3].way, VALUES_DECIDED);
}

static struct values_output sent = { .inode = 9, .offset = 0, .length = 4, .label = A };
static struct values_input received = {
	.label = VALUES_INPUT, .length = 4, .inode = 9, .place = 0x50
};
static struct values_node made = { .label = A, .kind = VALUES_OPERATION, .place = 0x20 };

Test(values_walk, goes_to_the_one_process_that_sent_what_was_received)
{
	const struct values_log logs[] = {
		{ .pid = 1, .inputs = &received, .inputs_count = 1 },
		{ .pid = 2,
			.nodes = &made,
			.nodes_count = 1,
			.outputs = &sent,
			.outputs_count = 1 },
	};

	cr_assert_eq(walk(logs, 2, VALUES_INPUT + 2, steps), 2);
	cr_assert(steps[0].input == &received && !steps[0].node);
	cr_assert_eq(steps[1].log->pid, 2);
	cr_assert_eq(steps[1].node->label, A);
}

Test(values_walk, goes_to_nobody_where_two_processes_may_have_sent_it)
{
	const struct values_log logs[] = {
		{ .pid = 1, .inputs = &received, .inputs_count = 1 },
		{ .pid = 2,
			.nodes = &made,
			.nodes_count = 1,
			.outputs = &sent,
			.outputs_count = 1 },
		{ .pid = 3,
			.nodes = &made,
			.nodes_count = 1,
			.outputs = &sent,
			.outputs_count = 1 },
	};

	cr_assert_eq(walk(logs, 3, VALUES_INPUT, steps), 1);
}

Test(values_walk, goes_to_nobody_where_a_log_is_missing)
{
	const struct values_log logs[] = {
		{ .pid = 1, .inputs = &received, .inputs_count = 1 },
		{ .pid = 2,
			.nodes = &made,
			.nodes_count = 1,
			.outputs = &sent,
			.outputs_count = 1 },
	};
	size_t found;

	free(values_walk(logs, 2, 0, VALUES_INPUT, false, &found));
	cr_assert_eq(found, 1);
}

Test(values_walk, goes_to_where_others_stored_into_shared_memory_if_that_is_one_place)
{
	struct values_node loaded = {
		.label = A, .kind = VALUES_SHARED, .place = 0x40, .address = 4100
	};
	struct values_shared stored = { .address = 4096, .length = 8, .label = A };
	struct values_node elsewhere = { .label = A, .kind = VALUES_STORE, .place = 0x60 };
	struct values_log logs[] = {
		{ .pid = 1, .nodes = &loaded, .nodes_count = 1 },
		{ .pid = 2,
			.nodes = &made,
			.nodes_count = 1,
			.shared = &stored,
			.shared_count = 1 },
		{ .pid = 3,
			.nodes = &made,
			.nodes_count = 1,
			.shared = &stored,
			.shared_count = 1 },
	};

	cr_assert_eq(walk(logs, 3, A, steps), 2);
	cr_assert_eq(steps[1].node->place, 0x20);
	logs[2].nodes = &elsewhere;
	cr_assert_eq(walk(logs, 3, A, steps), 1);
}

Test(values_walk, ends_where_values_are_made_of_each_other)
{
	struct values_node nodes[] = {
		{ .label = A, .kind = VALUES_LOAD, .place = 0x10, .first = B },
		{ .label = B, .kind = VALUES_STORE, .place = 0x20, .first = A },
	};
	const struct values_log log = { .nodes = nodes, .nodes_count = 2 };

	cr_assert_eq(walk(&log, 1, A, steps), 2);
}
