#include <criterion/criterion.h>

#include "harness/base/fault.h"
#include "tests/unit/report_fixture.h"

Test(report_exit, is_full_for_full_marks_and_more)
{
	struct report *report = report_fixture_full();

	cr_assert_eq(report->score.score, 105);
	cr_assert_eq(report_exit(report), FAULT_EXIT_FULL);
	report->score.score = 100;
	cr_assert_eq(report_exit(report), FAULT_EXIT_FULL);
	report_free(report);
}

Test(report_exit, is_full_for_shares_that_do_not_quite_add_up)
{
	struct report *report = report_fixture_full();

	report->score.score = 100 - 1e-12;
	cr_assert_eq(report_exit(report), FAULT_EXIT_FULL);
	report_free(report);
}

Test(report_exit, is_one_when_points_are_lost)
{
	struct report *report = report_fixture_unbuilt();

	cr_assert_not(report->broken);
	cr_assert_eq(report_exit(report), FAULT_EXIT_POINTS);
	report_free(report);
}

Test(report_exit, is_three_when_something_is_broken_whatever_else_is_lost)
{
	struct report *report = report_fixture();

	cr_assert(report->score.score < report->score.possible);
	cr_assert_eq(report_exit(report), FAULT_EXIT_BROKEN);
	report_free(report);
}

Test(report_exit, is_three_when_something_is_broken_though_no_point_is_lost)
{
	struct report *report = report_fixture_full();

	report->broken = true;
	cr_assert_eq(report_exit(report), FAULT_EXIT_BROKEN);
	report_free(report);
}

Test(report_format, is_found_by_its_name)
{
	static const char *const files[][2] = {
		{ "terminal", "report.txt" },
		{ "json", "report.json" },
		{ "junit", "junit.xml" },
		{ "gitlab", "gitlab.xml" },
		{ "gradescope", "results.json" },
		{ "csv", "grades.csv" },
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		const struct report_format *format = report_format(files[i][0]);

		cr_assert_not_null(format, "%s", files[i][0]);
		cr_assert_str_eq(format->file, files[i][1]);
		cr_assert_not_null(format->about);
	}
}

Test(report_format, is_none_for_an_unknown_or_shortened_name)
{
	cr_assert_null(report_format("jso"));
	cr_assert_null(report_format(""));
	cr_assert_null(report_format("json "));
}

Test(report_format, tells_when_the_report_cannot_be_written)
{
	struct report *report = report_fixture_full();
	const struct report_style style = { .width = 80 };

	registry_each (report_formats, report_format, format) {
		FILE *full = fopen("/dev/full", "w");

		cr_assert_not_null(full);
		cr_assert(format->write(report, &style, full) < 0, "%s", format->name);
		fclose(full);
	}
	report_free(report);
}

Test(report_free, takes_no_report)
{
	report_free(NULL);
}
