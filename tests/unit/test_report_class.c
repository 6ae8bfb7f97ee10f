#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/report/columns.h"
#include "harness/report/report.h"

enum { ITEMS = 12 };

static char *items[] = { (char[]){ "builds" }, (char[]){ "lines" }, (char[]){ "eof" },
	(char[]){ "order" }, (char[]){ "no-races" }, (char[]){ "sigpipe" }, (char[]){ "zombies" },
	(char[]){ "descriptors" }, (char[]){ "long-lines" }, (char[]){ "usage" },
	(char[]){ "残り物" }, (char[]){ "hundred-children" }, NULL };

static double worth[ITEMS] = { 10, 10, 10, 5, 20, 10, 5, 5, 10, 5, 5, 5 };
static double some[ITEMS] = { 10, 3, 10, 5, 0, 10, 5, 0, 10, 5, 0, 5 };
static double none[ITEMS];
static enum verdict passed[ITEMS];
static enum verdict mixed[ITEMS] = { VERDICT_PASSED, VERDICT_FAILED, VERDICT_PASSED, VERDICT_PASSED,
	VERDICT_FAILED, VERDICT_PASSED, VERDICT_PASSED, VERDICT_SKIPPED, VERDICT_BROKEN,
	VERDICT_PASSED, VERDICT_FAILED, VERDICT_PASSED };

static const struct report_row rows[] = {
	{ .submission = (char[]){ "ann" },
		.state = (char[]){ "graded" },
		.score = 100,
		.possible = 100,
		.items = items,
		.points = worth,
		.worth = worth,
		.verdicts = passed,
		.remark = (char[]){ "" } },
	{ .submission = (char[]){ "王小明" },
		.state = (char[]){ "graded" },
		.score = 63,
		.possible = 100,
		.items = items,
		.points = some,
		.worth = worth,
		.verdicts = mixed,
		.remark = (char[]){ "data race (no-races)" } },
	{ .submission = (char[]){ "maximilian-alexander-von-hohenstein" },
		.state = (char[]){ "graded" },
		.score = 20,
		.possible = 100,
		.items = items,
		.points = none,
		.worth = worth,
		.remark = (char[]){ "a remark that is far too long for any table that should be "
				    "read on a terminal" } },
	{ .submission = (char[]){ "\033[2Jeve" },
		.state = (char[]){ "broken" },
		.items = items,
		.points = none,
		.verdicts = mixed,
		.remark = (char[]){ "our fault" } },
	{ .submission = (char[]){ "zoe" }, .state = (char[]){ "timed out" } },
};

enum { ROWS = sizeof(rows) / sizeof(*rows) };

static char *table(const struct report_row *from, size_t count, struct report_style style)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	report_class_table(from, count, &style, out);
	fclose(out);
	return text;
}

static void has(const char *text, const char *part)
{
	cr_assert(strstr(text, part), "no \"%s\" in:\n%s", part, text);
}

/* Columns before `part` on its line. */
static unsigned column_of(const char *text, const char *part)
{
	const char *at = strstr(text, part);
	const char *line = at;

	cr_assert_not_null(at, "no \"%s\" in:\n%s", part, text);
	while (line > text && line[-1] != '\n')
		line--;
	return columns_of_bytes(line, (size_t)(at - line));
}

Test(report_class_table, marks_every_item_of_every_submission)
{
	cleanup_free char *text = table(rows, ROWS, (struct report_style){ .width = 100 });

	has(text, "✓  ✓  ✓  ✓  ✓  ✓  ✓  ✓  ✓  ✓  ✓  ✓\n");
	has(text, "✓  ◐  ✓  ✓  ✗  ✓  ✓  –  ?  ✓  ✗  ✓  data race (no-races)\n");
	has(text, "✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  a remark");
	has(text, "✓ passed   ◐ part of the points   ✗ lost   – skipped, lost   ? our fault\n");
}

Test(report_class_table, stands_in_columns_also_below_wide_and_long_names)
{
	cleanup_free char *text = table(rows, ROWS, (struct report_style){ .width = 100 });

	cr_assert_eq(column_of(text, "remark\n"), column_of(text, "data race"));
	cr_assert_eq(column_of(text, "remark\n"), column_of(text, "a remark"));
	cr_assert_eq(column_of(text, "remark\n"), column_of(text, "our fault\nzoe"));
	has(text, "maximilian-alexander-vo…  ");
}

static void fits(const char *text, unsigned width)
{
	for (; *text; text += strcspn(text, "\n") + 1)
		cr_assert(columns_of_bytes(text, strcspn(text, "\n")) <= width, "too wide: %.*s",
			(int)strcspn(text, "\n"), text);
}

Test(report_class_table, keeps_to_the_width)
{
	static const unsigned widths[] = { 72, 80, 100, 120 };

	for (size_t i = 0; i < sizeof(widths) / sizeof(*widths); i++) {
		cleanup_free char *text =
			table(rows, ROWS, (struct report_style){ .width = widths[i] });

		fits(text, widths[i]);
	}
}

Test(report_class_table, tells_mean_median_and_how_many_lost_each_item)
{
	cleanup_free char *text = table(rows, ROWS, (struct report_style){ .width = 100 });

	has(text, "3 of 5 graded, mean 61, median 63 of 100 points\n");
	has(text, " 1 builds           lost by 1 ");
	has(text, " 5 no-races         lost by 2 ");
	has(text, " 8 descriptors      lost by 2\n");
	has(text, " 9 long-lines       lost by 1     10 usage            lost by 1\n");
	has(text, "11 残り物           lost by 2 ");
}

Test(report_class_table, takes_the_middle_of_two_for_the_median)
{
	cleanup_free char *text = table(rows, 2, (struct report_style){ .width = 100 });

	has(text, "2 of 2 graded, mean 81.5, median 81.5 of 100 points\n");
	cr_assert_null(strstr(text, "Not graded"));
}

Test(report_class_table, names_everybody_who_is_not_graded)
{
	cleanup_free char *text = table(rows, ROWS, (struct report_style){ .width = 100 });

	has(text, "\nNot graded: \\x1b[2Jeve (broken), zoe (timed out)\n");
	cr_assert_null(strchr(text, '\033'));
}

Test(report_class_table, has_colour_only_when_asked)
{
	cleanup_free char *text =
		table(rows, 2, (struct report_style){ .width = 100, .colour = true });

	has(text, "\033[32m✓\033[0m");
}

Test(report_class_table, says_so_when_nobody_is_graded)
{
	cleanup_free char *text = table(&rows[4], 1, (struct report_style){ .width = 100 });
	cleanup_free char *empty = table(NULL, 0, (struct report_style){ .width = 100 });

	has(text, "0 of 1 graded\n");
	has(empty, "0 of 0 graded\n");
}

Test(report_class_table, says_of_how_many_points_where_submissions_differ)
{
	struct report_row pair[] = { rows[0], rows[1] };
	cleanup_free char *text = NULL;

	pair[1].possible = 90;
	text = table(pair, 2, (struct report_style){ .width = 100 });
	has(text, "100 / 100");
	has(text, "63 / 90");
	has(text, "median 81.5\n");
}
