#include <criterion/criterion.h>
#include <errno.h>

#include "harness/base/jsonl.h"
#include "harness/core/observation.h"

static int read_lines(const char *text, struct observations *ret, struct buf *why)
{
	cleanup_json json_t *lines = json_loads(text, 0, NULL);

	cr_assert_not_null(lines, "no JSON: %s", text);
	return observations_from_json(lines, ret, why);
}

Test(observation, is_read_and_keeps_its_record)
{
	cleanup_observations struct observations all = { .list = NULL };
	cleanup_buf struct buf why = BUF_INIT;
	const char *text =
		"[{\"scenario\":\"eof/a\",\"verdict\":\"failed\",\"reason\":\"it waits\","
		"\"seed\":123},"
		"{\"scenario\":\"eof/b\",\"verdict\":\"passed\",\"tool\":\"memcheck\"},"
		"{\"scenario\":\"eof/c\",\"verdict\":\"broken\",\"tool\":null}]";

	/* The array is gone when the observations are read: they hold their records. */
	cr_assert_eq(read_lines(text, &all, &why), 0, "%s", why.data);
	cr_assert_eq(all.count, 3);
	cr_assert_str_eq(all.list[0].scenario, "eof/a");
	cr_assert_eq(all.list[0].verdict, VERDICT_FAILED);
	cr_assert_str_eq(all.list[0].reason, "it waits");
	cr_assert_null(all.list[0].tool);
	cr_assert_eq(jsonl_number(all.list[0].record, "seed", 0), 123);
	cr_assert_str_eq(all.list[1].tool, "memcheck");
	cr_assert_str_eq(all.list[1].reason, "");
	cr_assert_eq(all.list[2].verdict, VERDICT_BROKEN);
	cr_assert_null(all.list[2].tool);
}

Test(observation, of_nothing_is_nothing)
{
	cleanup_observations struct observations all = { .count = 77 };
	cleanup_buf struct buf why = BUF_INIT;

	cr_assert_eq(read_lines("[]", &all, &why), 0);
	cr_assert_eq(all.count, 0);
}

static void expect_refusal(const char *text, const char *sentence)
{
	struct observations untouched = { .count = 77 };
	cleanup_buf struct buf why = BUF_INIT;

	cr_assert_eq(read_lines(text, &untouched, &why), -EBADMSG);
	cr_assert_str_eq(why.data, sentence);
	cr_assert_eq(untouched.count, 77);
}

Test(observation, refuses_lines_that_are_none)
{
	expect_refusal("[[]]", "observation 1 cannot be used: it is no object");
	expect_refusal("[{\"verdict\":\"passed\"}]",
		"observation 1 cannot be used: it has no \"scenario\"");
	expect_refusal("[{\"scenario\":\"a/b\",\"verdict\":\"passed\"},{\"scenario\":\"a/c\"}]",
		"observation 2 cannot be used: its \"verdict\" is not passed, failed or broken");
	expect_refusal("[{\"scenario\":\"a/b\",\"verdict\":\"skipped\"}]",
		"observation 1 cannot be used: its \"verdict\" is not passed, failed or broken");
	expect_refusal("[{\"scenario\":\"a/b\",\"verdict\":\"passed\",\"tool\":3}]",
		"observation 1 cannot be used: its \"tool\" is no string");
	expect_refusal("[{\"scenario\":\"a/b\",\"verdict\":\"passed\",\"denied\":[\"shmget\"]}]",
		"observation 1 cannot be used: its \"denied\" is no list of objects");
	expect_refusal("[{\"scenario\":\"a/b\",\"verdict\":\"passed\",\"denied\":{}}]",
		"observation 1 cannot be used: its \"denied\" is no list of objects");
}
