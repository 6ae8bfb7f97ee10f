#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/jsonl.h"
#include "harness/scenario/explored.h"

/* What is said of a program that ended so, "wait(2)" status and standard output. */
static char *judged(const struct exploration *exploration, int status, const char *output, bool hex,
	size_t bytes)
{
	cleanup_json json_t *lines = json_pack("[{s:i, s:s, s:b, s:I}]", "status", status, "stdout",
		output, "hex", hex, "bytes", (json_int_t)bytes);

	explored_judge(lines, exploration);
	return strdup(jsonl_string(json_array_get(lines, 0), "wrong", "no word"));
}

static void expect(const struct exploration *exploration, int status, const char *output, bool hex,
	size_t bytes, const char *wanted)
{
	cleanup_free char *word = judged(exploration, status, output, hex, bytes);

	cr_assert(*wanted ? strstr(word, wanted) != NULL : !*word, "%s", word);
}

static const char *no_number(const char *output, size_t length, const void *data)
{
	(void)data;
	return memchr(output, '1', length) ? NULL : "nothing that is 1";
}

Test(explored, an_end_as_it_should_be_is_not_wrong)
{
	const struct exploration exploration = { .output = "A\n" };

	expect(&exploration, 0, "A\n", false, 2, "");
}

Test(explored, another_exit_status_is_wrong)
{
	const struct exploration exploration = { .output = "A\n", .status = 1 };

	expect(&exploration, 1 << 8, "A\n", false, 2, "");
	expect(&exploration, 0, "A\n", false, 2,
		"ended with exit status 0, where exit status 1 is right");
	expect(&exploration, 11, "A\n", false, 2, "signal 11");
}

Test(explored, another_output_is_wrong_and_shown)
{
	const struct exploration exploration = { .output = "A\nB\n" };

	expect(&exploration, 0, "B\nA\n", false, 4, "line 1: \"B\", where line 1: \"A\" is right");
}

Test(explored, bytes_that_are_no_text_are_compared_too)
{
	const struct exploration exploration = { .output = "A\xff\n" };

	expect(&exploration, 0, "41ff0a", true, 3, "");
	expect(&exploration, 0, "41fe0a", true, 3, "where");
	/* What is no hexadecimal ends it. */
	expect(&exploration, 0, "41f!", true, 1, "where");
}

Test(explored, what_was_cut_is_too_much)
{
	const struct exploration exploration = { .output = "A\n" };

	expect(&exploration, 0, "A\n", false, 70000, "far more than is right");
}

Test(explored, a_scenario_may_look_for_itself)
{
	const struct exploration exploration = { .fault = no_number, .expected = "a 1" };

	expect(&exploration, 0, "1\n", false, 2, "");
	expect(&exploration, 0, "2\n", false, 2, "nothing that is 1");
}

Test(explored, what_is_no_end_of_a_program_is_left_as_it_is)
{
	cleanup_json json_t *lines = json_pack("[{s:s}, {s:b}, []]", "fault", "race", "end", true);
	const struct exploration exploration = { .output = "A\n" };

	explored_judge(lines, &exploration);
	cr_assert_null(json_object_get(json_array_get(lines, 0), "wrong"));
	cr_assert_null(json_object_get(json_array_get(lines, 1), "wrong"));
}
