#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/report/csv_cell.h"
#include "tests/unit/report_fixture.h"

static char *cell(const char *text)
{
	struct buf row = BUF_INIT;

	csv_text(&row, text);
	return buf_steal(&row);
}

static char *write_class(const struct report_row *rows, size_t count)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	cr_assert_eq(report_class_csv(rows, count, out), 0);
	fclose(out);
	return text;
}

Test(csv_cell, quotes_what_would_end_a_cell_or_a_row)
{
	static const char *const cells[][2] = {
		{ "ann", "ann" },
		{ "two words", "two words" },
		{ "Doe, Ann", "\"Doe, Ann\"" },
		{ "say \"hi\"", "\"say \"\"hi\"\"\"" },
		{ "a\nb", "\"a\nb\"" },
		{ "a\rb", "\"a\rb\"" },
		{ "'tis", "'tis" },
		{ "Ünï 🦊", "Ünï 🦊" },
	};

	for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++) {
		cleanup_free char *text = cell(cells[i][0]);

		cr_assert_str_eq(text, cells[i][1]);
	}
}

Test(csv_cell, takes_the_power_from_formulas)
{
	static const char *const cells[][2] = {
		{ "=1+1", "'=1+1" },
		{ "+1", "'+1" },
		{ "-1", "'-1" },
		{ "@SUM(A1)", "'@SUM(A1)" },
		{ "\t=1", "'\t=1" },
		{ "\r=1", "\"'\r=1\"" },
		{ "=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"" },
		{ "a=1", "a=1" },
	};

	for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++) {
		cleanup_free char *text = cell(cells[i][0]);

		cr_assert_str_eq(text, cells[i][1]);
	}
}

Test(csv_cell, keeps_the_columns_apart_also_when_the_first_is_empty)
{
	cleanup_buf struct buf row = BUF_INIT;

	csv_text(&row, "");
	csv_number(&row, 7.5);
	csv_number(&row, -2);
	csv_empty(&row);
	csv_text(&row, "");
	csv_text(&row, "x");
	cr_assert_str_eq(row.data, "\"\",7.5,-2,,,x");
}

Test(report_csv, is_a_header_and_one_row)
{
	struct report *report = report_fixture_full();
	cleanup_free char *text = report_fixture_write(report, "csv", (struct report_style){ 0 });

	cr_assert_str_eq(text,
		"submission,score,possible,status,builds,lines,eof,output,no-races,sigpipe,limits,"
		"secret,bonus,remark\r\n"
		"ann,105,100,graded,10,20,15,10,20,10,10,5,5,\r\n");
	report_free(report);
}

Test(report_csv, writes_no_points_for_a_grade_that_is_broken)
{
	struct report *report = report_fixture();
	cleanup_free char *text = report_fixture_write(report, "csv", (struct report_style){ 0 });

	cr_assert(
		strstr(text, "\r\n\"'=cmd|'/C calc'!A1, \"\"Ünï\"\" 🦊\",,,broken,,,,,,,,,,our "
			     "fault (limits)\r\n"));
	report_free(report);
}

Test(report_csv, remarks_what_went_wrong_first)
{
	struct report *report = report_fixture();
	struct report *unbuilt = report_fixture_unbuilt();
	cleanup_free char *deadlock = NULL;
	cleanup_free char *compile = report_remark(unbuilt);

	report->broken = false;
	deadlock = report_remark(report);
	cr_assert_str_eq(deadlock, "deadlock (eof), 3 more");
	cr_assert_str_eq(compile, "does not compile");
	report_free(report);
	report_free(unbuilt);
}

static char *items[] = { (char[]){ "builds" }, (char[]){ "eof" }, NULL };
static char *turned[] = { (char[]){ "eof" }, (char[]){ "builds" }, NULL };

Test(report_class_csv, leaves_cells_empty_where_nothing_is_graded_and_writes_no_zero)
{
	double points[] = { 10, 7.5 };
	double lost[] = { 0, 0 };
	const struct report_row rows[] = {
		{ .submission = (char[]){ "bob" },
			.state = (char[]){ "timed out" },
			.possible = 25,
			.items = items,
			.points = lost,
			.remark = (char[]){ "" } },
		{ .submission = (char[]){ "ann" },
			.state = (char[]){ "graded" },
			.score = 17.5,
			.possible = 25,
			.items = items,
			.points = points,
			.remark = (char[]){ "" } },
		{ .submission = (char[]){ "eve" }, .state = (char[]){ "broken" } },
	};
	cleanup_free char *text = write_class(rows, 3);

	cr_assert_str_eq(text, "submission,score,possible,status,builds,eof,remark\r\n"
			       "bob,,,timed out,,,\r\n"
			       "ann,17.5,25,graded,10,7.5,\r\n"
			       "eve,,,broken,,,\r\n");
}

Test(report_class_csv, puts_points_below_their_item_whatever_the_order_of_the_row)
{
	double points[] = { 10, 15 };
	double points_turned[] = { 1, 2 };
	const struct report_row rows[] = {
		{ .submission = (char[]){ "ann" },
			.state = (char[]){ "graded" },
			.score = 25,
			.possible = 25,
			.items = items,
			.points = points },
		{ .submission = (char[]){ "bob" },
			.state = (char[]){ "graded" },
			.score = 3,
			.possible = 25,
			.items = turned,
			.points = points_turned },
	};
	cleanup_free char *text = write_class(rows, 2);

	cr_assert(strstr(text, "ann,25,25,graded,10,15,\r\n"));
	cr_assert(strstr(text, "bob,3,25,graded,2,1,\r\n"));
}

Test(report_class_csv, has_a_header_for_an_empty_class)
{
	cleanup_free char *text = write_class(NULL, 0);

	cr_assert_str_eq(text, "submission,score,possible,status,remark\r\n");
}
