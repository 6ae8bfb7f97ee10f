/*
 * All schedules with few interruptions: as many as there are, each once.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "explorer/decision.h"
#include "harness/explore/search.h"
#include "tests/unit/model.h"

enum { ORDERS = 20000 };

static struct arena *arena;
static char (*found)[MODEL_ORDER], (*expected)[MODEL_ORDER];
static size_t found_count, expected_count;

static void make_arena(void)
{
	arena = calloc(1, sizeof(*arena));
	found = calloc(ORDERS, sizeof(*found));
	expected = calloc(ORDERS, sizeof(*expected));
	found_count = expected_count = 0;
}

static void free_arena(void)
{
	free(arena);
	free(found);
	free(expected);
}

TestSuite(complete, .init = make_arena, .fini = free_arena);

/*** by counting ***/

/* Adds each order with at most so many interruptions, as people would write them down. */
static void list_orders(const struct model *model, unsigned *left, unsigned current, char *order,
	unsigned length, unsigned interruptions)
{
	bool any = false;

	for (unsigned next = 0; next < model->tasks; next++) {
		bool costs = next != current && left[current] > 0;

		if (left[next] == 0)
			continue;
		any = true;
		if (costs && interruptions == 0)
			continue;
		order[length] = (char)('a' + next);
		left[next]--;
		list_orders(model, left, next, order, length + 1, interruptions - costs);
		left[next]++;
	}
	if (any)
		return;
	cr_assert_lt(expected_count, (size_t)ORDERS);
	memcpy(expected[expected_count++], order, length);
}

static void list_expected(const struct model *model, unsigned interruptions)
{
	unsigned left[MODEL_TASKS];
	char order[MODEL_ORDER];

	memcpy(left, model->steps, sizeof(left));
	list_orders(model, left, 0, order, 0, interruptions);
}

/*** by searching ***/

/* Until all with at most so many interruptions are seen; what was seen by then. */
static struct search_seen search_all(const struct model *model, int interruptions)
{
	struct search *search = search_open(ORDERS);
	struct search_seen seen = search_seen(search);
	const struct decisions *decisions;

	/* What comes after the bound is asked for, but not made. */
	while ((decisions = search_next(search)) &&
		(seen = search_seen(search)).bound < interruptions) {
		cr_assert_lt(found_count, (size_t)ORDERS);
		model_begin(arena, "complete", 0);
		decision_follow(arena, decisions->list, decisions->count);
		model_run(arena, model, found[found_count++]);
		search_take(search, arena, true);
	}
	seen = search_seen(search);
	search_close(search);
	return seen;
}

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void check_same(void)
{
	qsort(found, found_count, MODEL_ORDER, compare);
	qsort(expected, expected_count, MODEL_ORDER, compare);
	cr_assert_eq(
		found_count, expected_count, "%zu instead of %zu", found_count, expected_count);
	for (size_t i = 0; i < found_count; i++)
		cr_assert_str_eq(found[i], expected[i]);
}

static void check(const struct model *model, unsigned interruptions)
{
	found_count = expected_count = 0;
	memset(found, 0, ORDERS * sizeof(*found));
	memset(expected, 0, ORDERS * sizeof(*expected));
	list_expected(model, interruptions);
	search_all(model, (int)interruptions);
	check_same();
}

Test(complete, makes_each_order_of_two_tasks_once)
{
	const struct model two = { .tasks = 2, .steps = { 4, 4 } };

	for (unsigned interruptions = 0; interruptions < 8; interruptions++)
		check(&two, interruptions);
	/* All of them: 8 over 4. */
	cr_assert_eq(found_count, 70);
}

Test(complete, makes_each_order_of_three_tasks_once)
{
	const struct model three = { .tasks = 3, .steps = { 3, 2, 3 } };

	for (unsigned interruptions = 0; interruptions < 8; interruptions++)
		check(&three, interruptions);
	/* 8! / (3! 2! 3!) */
	cr_assert_eq(found_count, 560);
}

Test(complete, knows_when_there_are_no_others)
{
	const struct model two = { .tasks = 2, .steps = { 2, 3 } };
	struct search_seen seen = search_all(&two, 1);

	cr_assert_not(seen.all);
	cr_assert_eq(seen.bound, 1);
	cr_assert_eq(seen.bound_runs, found_count);
	found_count = 0;
	seen = search_all(&two, 1000);
	cr_assert(seen.all);
	cr_assert_not(seen.lost);
	cr_assert_eq(seen.bound_runs, 10);
}

Test(complete, makes_choices_as_well_as_orders)
{
	const struct model one = { .tasks = 1, .steps = { 3 }, .choices = 3 };
	struct search_seen seen = search_all(&one, 1000);

	/* Each of three steps in each of three ways. */
	cr_assert_eq(found_count, 27);
	cr_assert(seen.all);
}

/* Drops the steps that are local, and what comes twice then. */
static size_t without_local(const struct model *model, char (*orders)[MODEL_ORDER], size_t count)
{
	size_t left = 0;

	for (size_t i = 0; i < count; i++) {
		unsigned done[MODEL_TASKS] = { 0 };
		char *to = orders[i];

		for (const char *from = orders[i]; *from; from++)
			if (model->local[done[*from - 'a']++] != 'l')
				*to++ = *from;
		memset(to, 0, (size_t)(orders[i] + MODEL_ORDER - to));
	}
	qsort(orders, count, MODEL_ORDER, compare);
	for (size_t i = 0; i < count; i++)
		if (left == 0 || strcmp(orders[i], orders[left - 1]) != 0)
			memmove(orders[left++], orders[i], MODEL_ORDER);
	return left;
}

Test(complete, leaves_out_no_order_of_what_tasks_share)
{
	const struct model two = { .tasks = 2, .steps = { 5, 5 }, .local = "slsls" };

	for (unsigned interruptions = 0; interruptions < 6; interruptions++) {
		found_count = expected_count = 0;
		memset(found, 0, ORDERS * sizeof(*found));
		memset(expected, 0, ORDERS * sizeof(*expected));
		list_expected(&two, interruptions);
		search_all(&two, (int)interruptions);
		if (interruptions > 0)
			cr_assert_lt(found_count, expected_count);
		found_count = without_local(&two, found, found_count);
		expected_count = without_local(&two, expected, expected_count);
		check_same();
	}
}

Test(complete, claims_nothing_where_schedules_were_lost)
{
	const struct model two = { .tasks = 2, .steps = { 4, 4 } };
	struct search *search = search_open(3);
	const struct decisions *decisions;
	char order[MODEL_ORDER];

	while ((decisions = search_next(search))) {
		model_begin(arena, "complete", 0);
		decision_follow(arena, decisions->list, decisions->count);
		model_run(arena, &two, order);
		search_take(search, arena, true);
	}
	cr_assert_not(search_seen(search).all);
	cr_assert_lt(search_seen(search).bound, 1);
	search_close(search);
}

Test(complete, claims_nothing_of_a_program_that_is_another_each_time)
{
	struct search *search = search_open(ORDERS);
	const struct decisions *decisions;
	char order[MODEL_ORDER];

	for (unsigned run = 0; (decisions = search_next(search)) && run < 50; run++) {
		const struct model two = { .tasks = 2, .steps = { run ? 2 : 5, 2 } };

		model_begin(arena, "complete", 0);
		decision_follow(arena, decisions->list, decisions->count);
		model_run(arena, &two, order);
		search_take(search, arena, true);
	}
	cr_assert_not(search_seen(search).all);
	cr_assert(search_seen(search).lost);
	search_close(search);
}
