#include <criterion/criterion.h>

#include "explorer/choice.h"
#include "explorer/strategy.h"
#include "harness/explore/campaign.h"

Test(campaign, names_a_schedule_in_one_word_and_reads_it_again)
{
	const struct schedule_name name = { strategy_find("pct"), 18446744073709551615ULL, 212 };
	struct schedule_name read = { 0 };
	struct buf text = BUF_INIT;

	schedule_name_add(&text, &name);
	cr_assert_str_eq(text.data, "pct:18446744073709551615:212");
	cr_assert(schedule_name_parse(text.data, &read));
	cr_assert_eq(read.strategy, name.strategy);
	cr_assert_eq(read.seed, name.seed);
	cr_assert_eq(read.expected_steps, name.expected_steps);
	buf_release(&text);
}

Test(campaign, names_what_is_chosen_beside)
{
	const struct schedule_name name = {
		.strategy = strategy_find("surw"),
		.seed = 7,
		.expected_steps = 19,
		.choices = CHOICE_PARTS | CHOICE_LEAVE,
	};
	struct schedule_name read = { 0 };
	struct buf text = BUF_INIT;

	schedule_name_add(&text, &name);
	cr_assert_str_eq(text.data, "surw:7:19:parts+leave");
	cr_assert(schedule_name_parse(text.data, &read));
	cr_assert_eq(read.choices, name.choices);
	cr_assert(schedule_name_parse("surw:7:19:small", &read));
	cr_assert_eq(read.choices, CHOICE_SMALL);
	buf_release(&text);
}

Test(campaign, refuses_what_names_no_schedule)
{
	struct schedule_name read;

	cr_assert_not(schedule_name_parse("", &read));
	cr_assert_not(schedule_name_parse("pct", &read));
	cr_assert_not(schedule_name_parse("pct:1", &read));
	cr_assert_not(schedule_name_parse("pct:1:2:3", &read));
	cr_assert_not(schedule_name_parse("pct:1:2:", &read));
	cr_assert_not(schedule_name_parse("pct:1:2:part", &read));
	cr_assert_not(schedule_name_parse("pct:1:2:parts+", &read));
	cr_assert_not(schedule_name_parse("pct:1:2 ", &read));
	cr_assert_not(schedule_name_parse("fast:1:2", &read));
}
