/*
 * What is settled of a run before it begins, as a word.
 */
#include <criterion/criterion.h>

#include "explorer/choice.h"
#include "harness/explore/decisions.h"

Test(circumstances, stand_behind_decisions_in_one_word)
{
	struct decision decision = { .task = 1, .point = 2, .value = 37, .kind = DECIDES_CHOICE };
	const struct decisions decisions = {
		.list = &decision,
		.count = 1,
		.circumstances = {
			.choices = CHOICE_SMALL | CHOICE_LEAVE,
			.leaver = 2,
			.leaves_at = 7,
			.reader_leaves = true,
			.reader_leaves_after = 3,
			.input_given = 11,
		},
	};
	cleanup_decisions struct decisions read = DECISIONS_INIT;
	cleanup_buf struct buf word = BUF_INIT;

	cr_assert(decisions_add(&word, &decisions));
	cr_assert_str_eq(word.data, "1.2c37:small+leave+process2.7+writes3+bytes11");
	cr_assert(decisions_parse(word.data, &read));
	cr_assert_eq(read.circumstances.choices, CHOICE_SMALL | CHOICE_LEAVE);
	cr_assert_eq(read.circumstances.leaver, 2);
	cr_assert_eq(read.circumstances.leaves_at, 7);
	cr_assert(read.circumstances.reader_leaves);
	cr_assert_eq(read.circumstances.reader_leaves_after, 3);
	cr_assert_eq(read.circumstances.input_given, 11);
}

Test(circumstances, are_nothing_where_all_is_plain)
{
	cleanup_decisions struct decisions read = DECISIONS_INIT;

	cr_assert(decisions_parse("0.4-1", &read));
	cr_assert_eq(read.circumstances.choices, 0);
}

Test(circumstances, refuse_what_is_none)
{
	static const char *const words[] = { "part", "parts+", "+parts", "process65.1", "process2",
		"writes", "writes3x", "bytes-1", "parts,small" };
	struct circumstances read;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		cr_assert_not(circumstances_parse(words[i], &read), "%s", words[i]);
}
