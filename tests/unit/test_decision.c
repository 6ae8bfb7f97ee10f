/*
 * The decisions that make a schedule: taken again, they make the same run.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "explorer/decision.h"
#include "explorer/strategy.h"
#include "harness/explore/decisions.h"
#include "tests/unit/model.h"

static struct arena *arena;

static void make_arena(void)
{
	arena = calloc(1, sizeof(*arena));
}

static void free_arena(void)
{
	free(arena);
}

TestSuite(decision, .init = make_arena, .fini = free_arena);

static const struct model three = { .tasks = 3, .steps = { 5, 4, 3 }, .choices = 2 };

static void follow(const struct decisions *decisions, char ret[MODEL_ORDER])
{
	model_begin(arena, "list", 0);
	decision_follow(arena, decisions->list, decisions->count);
	model_run(arena, &three, ret);
}

Test(decision, a_plain_run_takes_none)
{
	char order[MODEL_ORDER];

	model_begin(arena, "fifo", 1);
	model_run(arena, &three, order);
	cr_assert_str_eq(order, "aaaaabbbbccc");
	cr_assert_eq(arena->decisions_count, 0);
}

Test(decision, makes_the_run_of_any_strategy_again)
{
	for (int strategy = 1; strategies[strategy]; strategy++)
		for (uint64_t seed = 1; seed <= 50; seed++) {
			struct decisions decisions;
			char order[MODEL_ORDER], again[MODEL_ORDER];

			if (strategies[strategy]->told)
				continue;
			model_begin(arena, strategies[strategy]->name, seed);
			model_run(arena, &three, order);
			cr_assert_eq(decisions_take(&decisions, arena), 0);
			follow(&decisions, again);
			cr_assert_str_eq(again, order, "%s", strategies[strategy]->name);
			decisions_release(&decisions);
		}
}

Test(decision, tells_interruptions_from_choices_that_had_to_be_made)
{
	struct decision list[] = {
		{ .task = 0, .point = 0, .kind = DECIDES_NEXT, .value = 2 },
		{ .task = 2, .point = 5, .kind = DECIDES_NEXT, .value = 1 },
	};
	const struct decisions decisions = { list, 2 };
	struct decisions taken;
	char order[MODEL_ORDER];

	follow(&decisions, order);
	cr_assert_str_eq(order, "cccbbbbaaaaa");
	cr_assert_eq(decisions_take(&taken, arena), 0);
	cr_assert_eq(taken.count, 2);
	cr_assert_eq(decisions_preemptions(&taken), 1);
	decisions_release(&taken);
}

Test(decision, leaves_out_what_cannot_be_done_and_goes_on_plainly)
{
	struct decision list[] = {
		{ .task = 0, .point = 2, .kind = DECIDES_NEXT, .value = 3 },
		{ .task = 0, .point = 3, .kind = DECIDES_CHOICE, .value = 9 },
		{ .task = 0, .point = 4, .kind = DECIDES_NEXT, .value = 60000 },
		{ .task = 7, .point = 0, .kind = DECIDES_NEXT, .value = 1 },
		{ .task = 60000, .point = 0, .kind = DECIDES_NEXT, .value = 1 },
	};
	const struct decisions decisions = { list, 5 };
	char order[MODEL_ORDER];

	follow(&decisions, order);
	cr_assert_str_eq(order, "aaaaabbbbccc");
}

Test(decision, is_followed_in_whatever_order_it_is_listed)
{
	struct decision list[] = {
		{ .task = 1, .point = 1, .kind = DECIDES_NEXT, .value = 0 },
		{ .task = 0, .point = 8, .kind = DECIDES_NEXT, .value = 2 },
		{ .task = 0, .point = 2, .kind = DECIDES_NEXT, .value = 1 },
	};
	const struct decisions decisions = { list, 3 };
	char order[MODEL_ORDER];

	follow(&decisions, order);
	cr_assert_str_eq(order, "abaaacccabbb");
}

Test(decision, can_be_one_word)
{
	struct decisions decisions;
	struct buf word = BUF_INIT;

	cr_assert(decisions_parse("0.4-1,1.2c3", &decisions));
	cr_assert_eq(decisions.count, 2);
	cr_assert_eq(decisions.list[0].point, 4);
	cr_assert_eq(decisions.list[0].kind, DECIDES_NEXT);
	cr_assert_eq(decisions.list[1].task, 1);
	cr_assert_eq(decisions.list[1].value, 3);
	cr_assert_eq(decisions.list[1].kind, DECIDES_CHOICE);
	cr_assert(decisions_add(&word, &decisions));
	cr_assert_str_eq(word.data, "0.4-1,1.2c3");
	decisions_release(&decisions);
	cr_assert(decisions_parse("", &decisions));
	cr_assert_eq(decisions.count, 0);
	buf_release(&word);
}

Test(decision, refuses_words_that_are_none)
{
	const char *const words[] = { "0", "0.4", "0.4-", "0.4-1,", ",0.4-1", "0.4-1 ", "0.4+1",
		"64.4-1", "-1.4-1", "0.4-1;1.2-3", "0.99999999999-1", "0.-2c3", "0.+2-1",
		"1.1-1,1.1-1,1.1-1,1.1-1,1.1-1,1.1-1,1.1-1,1.1-1,1.1-1,1.1-1,1.1-1,1.1-1,1.1-1,1.1-"
		"1,"
		"1.1-1,1.1-1,1.1-1" };
	struct decisions decisions;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		cr_assert_not(decisions_parse(words[i], &decisions), "%s", words[i]);
}

Test(decision, is_not_kept_of_a_run_that_took_too_many)
{
	struct decisions decisions;

	arena->decisions_count = ARENA_STEPS + 1;
	cr_assert_neq(decisions_take(&decisions, arena), 0);
}
