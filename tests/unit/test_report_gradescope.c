#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/jsonl.h"
#include "tests/unit/report_fixture.h"

static json_t *write_results(struct report *report, bool staff)
{
	cleanup_free char *text =
		report_fixture_write(report, "gradescope", (struct report_style){ .staff = staff });
	json_error_t error;
	json_t *document = json_loads(text, JSON_REJECT_DUPLICATES, &error);

	cr_assert_not_null(document, "%s", error.text);
	report_free(report);
	return document;
}

/* The test of that item, or NULL. */
static const json_t *test_of(const json_t *document, const char *item)
{
	const json_t *test;
	size_t i;

	json_array_foreach(json_object_get(document, "tests"), i,
		test) if (!strcmp(jsonl_string(json_object_get(test, "extra_data"), "item", ""),
				  item)) return test;
	return NULL;
}

Test(report_gradescope, writes_points_and_time_as_numbers_and_number_as_a_string)
{
	cleanup_json json_t *document = write_results(report_fixture(), false);
	const json_t *test;
	size_t i;

	cr_assert_float_eq(jsonl_number(document, "score", 0), 49.67, 1e-9);
	cr_assert_float_eq(jsonl_number(document, "execution_time", 0), 2.9, 1e-9);
	cr_assert_eq(json_array_size(json_object_get(document, "tests")), FIXTURE_ITEMS - 1);
	json_array_foreach(json_object_get(document, "tests"), i, test)
	{
		cr_assert(json_is_number(json_object_get(test, "score")));
		cr_assert(json_is_number(json_object_get(test, "max_score")));
		cr_assert(json_is_string(json_object_get(test, "number")));
		cr_assert(json_is_string(json_object_get(test, "name")));
		cr_assert(json_is_string(json_object_get(test, "output")));
	}
	cr_assert_str_eq(jsonl_string(test_of(document, "eof"), "number", ""), "3");
	cr_assert_float_eq(jsonl_number(test_of(document, "output"), "score", 0), 6.67, 1e-9);
}

Test(report_gradescope, hides_no_test_since_that_would_hide_the_total)
{
	for (int staff = 0; staff < 2; staff++) {
		cleanup_json json_t *document = write_results(report_fixture(), staff);
		const json_t *test;
		size_t i;

		cr_assert_str_eq(jsonl_string(document, "visibility", ""), "visible");
		cr_assert_null(test_of(document, "secret"));
		json_array_foreach(json_object_get(document, "tests"), i, test)
			cr_assert_str_eq(jsonl_string(test, "visibility", ""), "visible");
		cr_assert(strstr(jsonl_string(document, "output", ""),
			"1 more item is shown to staff only"));
	}
}

Test(report_gradescope, keeps_items_for_staff_in_its_extra_data)
{
	cleanup_json json_t *document = write_results(report_fixture(), true);
	cleanup_json json_t *student = write_results(report_fixture(), false);
	const json_t *list = json_object_get(json_object_get(document, "extra_data"), "staff");

	cr_assert_eq(json_array_size(list), 1);
	cr_assert_str_eq(jsonl_string(json_array_get(list, 0), "item", ""), "secret");
	cr_assert_null(json_object_get(json_object_get(student, "extra_data"), "staff"));
}

Test(report_gradescope, says_passed_or_failed_and_nothing_else)
{
	cleanup_json json_t *document = write_results(report_fixture(), false);

	cr_assert_str_eq(jsonl_string(test_of(document, "lines"), "status", ""), "passed");
	cr_assert_str_eq(jsonl_string(test_of(document, "eof"), "status", ""), "failed");
	cr_assert_str_eq(jsonl_string(test_of(document, "output"), "status", ""), "failed");
	cr_assert_str_eq(jsonl_string(test_of(document, "sigpipe"), "status", ""), "failed");
	cr_assert_str_eq(jsonl_string(test_of(document, "limits"), "status", ""), "passed");
}

Test(report_gradescope, fails_lost_extra_credit_though_its_maximum_is_nothing)
{
	cleanup_json json_t *lost = write_results(report_fixture_unbuilt(), false);
	cleanup_json json_t *got = write_results(report_fixture(), false);

	cr_assert_eq(jsonl_number(test_of(lost, "bonus"), "max_score", -1), 0);
	cr_assert_str_eq(jsonl_string(test_of(lost, "bonus"), "status", ""), "failed");
	cr_assert_eq(jsonl_number(test_of(got, "bonus"), "score", -1), 5);
	cr_assert_str_eq(jsonl_string(test_of(got, "bonus"), "status", ""), "passed");
}

Test(report_gradescope, explains_each_failure_as_plain_text)
{
	cleanup_json json_t *document = write_results(report_fixture(), false);
	const char *output = jsonl_string(test_of(document, "eof"), "output", "");

	cr_assert(strstr(output, "Expected:  EXITED(0)"));
	cr_assert(strstr(output, "Seen:      DEADLOCKED"));
	cr_assert(strstr(output, "relay.c:41"));
	cr_assert(strstr(output, "Read: fork(2), pipe(7)"));
	cr_assert_str_eq(jsonl_string(test_of(document, "eof"), "output_format", ""), "text");
	cr_assert_str_eq(jsonl_string(document, "output_format", ""), "text");
	cr_assert_null(strchr(jsonl_string(test_of(document, "output"), "output", "\033"), '\033'));
}

Test(report_gradescope, tells_deductions_above_the_tests)
{
	cleanup_json json_t *document = write_results(report_fixture(), false);
	const char *output = jsonl_string(document, "output", "");

	cr_assert(strstr(output, "49.67 of 100 points.\n"));
	cr_assert(strstr(output, "-2 points: Children are waited for (1 finding)\n"));
	cr_assert(strstr(output, "relay.c:90"));
	cr_assert(strstr(output, "not the final grade"));
}
