/*
 * The table of a class:
 *
 *	submission   points   1 2 3  remark
 *	ann              90   ✓ ✓ ✓
 *	bob              50   ✓ ✗ –  deadlock (eof)
 *
 * below it the items by number with how many lost them, the mean and the median,
 * and who is not graded.
 */
#include "harness/report/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/text.h"
#include "harness/report/class.h"
#include "harness/report/columns.h"
#include "harness/report/output.h"
#include "harness/report/paper.h"

enum {
	DEFAULT_WIDTH = 80,
	LONGEST_NAME = 24,
	SHORTEST_REMARK = 16,
	LONGEST_POINTS = 32,
	LOST_COLUMNS = 14, /* "lost by 1234" and blanks */
};

struct sign {
	const char *text;
	enum paper_ink ink;
	const char *about;
};

static const struct sign signs[] = {
	[CLASS_NONE] = { " ", INK_PLAIN, NULL },
	[CLASS_FULL] = { "✓", INK_GOOD, "passed" },
	[CLASS_PART] = { "◐", INK_BAD, "part of the points" },
	[CLASS_LOST] = { "✗", INK_BAD, "lost" },
	[CLASS_SKIPPED] = { "–", INK_SKIPPED, "skipped, lost" },
	[CLASS_BROKEN] = { "?", INK_OURS, "our fault" },
};

enum { SIGNS = sizeof(signs) / sizeof(*signs) };

/* The rows and how wide each column is. */
struct table {
	const struct report_row *rows;
	size_t count;
	char *const *items;
	size_t items_count;
	unsigned name;
	unsigned points;
	unsigned cell; /* of one item, with the blanks before it */
	unsigned remark;
	bool one_possible; /* every row is of `possible` points */
	double possible;
	struct paper paper;
};

/* Whether all that is graded is worth the same, so that it is said once. */
static bool one_possible(const struct report_row *rows, size_t count, double *ret)
{
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		if (!class_is_graded(&rows[i]))
			continue;
		if (any && rows[i].possible != *ret)
			return false;
		*ret = rows[i].possible;
		any = true;
	}
	return any;
}

static char *points_text(const struct table *table, const struct report_row *row)
{
	cleanup_free char *score = NULL;
	cleanup_free char *possible = NULL;

	if (!class_is_graded(row))
		return xstrdup(row->state && *row->state ? row->state : "not graded");
	score = text_points(row->score);
	if (table->one_possible)
		return steal_pointer(score);
	possible = text_points(row->possible);
	return xasprintf("%s / %s", score, possible);
}

static unsigned limit(unsigned value, unsigned least, unsigned most)
{
	return value < least ? least : value > most ? most : value;
}

static void measure_cells(struct table *table)
{
	unsigned widest_name = 0;
	unsigned widest_points = 0;

	for (size_t i = 0; i < table->count; i++) {
		cleanup_free char *points = points_text(table, &table->rows[i]);
		unsigned name = columns_of(table->rows[i].submission);

		if (name > widest_name)
			widest_name = name;
		if (columns_of(points) > widest_points)
			widest_points = columns_of(points);
	}
	table->name = limit(widest_name, (unsigned)strlen("submission"), LONGEST_NAME);
	table->points = limit(widest_points, (unsigned)strlen("points"), LONGEST_POINTS);
}

/* Numbers stand a blank apart, unless there are too many items for the width. */
static void measure(struct table *table)
{
	unsigned items = (unsigned)table->items_count;
	unsigned fixed;

	measure_cells(table);
	table->cell = items > 9 ? 3 : 2;
	fixed = table->name + 2 + table->points + 1 + 2;
	if (fixed + items * table->cell + SHORTEST_REMARK > table->paper.width)
		table->cell = 2;
	if (fixed + items * table->cell + SHORTEST_REMARK > table->paper.width)
		table->cell = 1;
	fixed += items * table->cell;
	table->remark = table->paper.width > fixed + SHORTEST_REMARK ? table->paper.width - fixed
								     : SHORTEST_REMARK;
}

/* A cell of a text that a student chose. */
static void put_cell(const struct table *table, const char *text, unsigned columns, bool right)
{
	cleanup_buf struct buf safe = BUF_INIT;

	columns_safe(&safe, text, strlen(text));
	columns_cell(table->paper.out, safe.data, columns, right);
}

static void end_line(const struct table *table)
{
	struct buf *out = table->paper.out;

	while (out->length && out->data[out->length - 1] == ' ')
		out->length--;
	paper_blank(&table->paper);
}

/* Narrow cells have room for the last digit only: the tens go on a line above. */
static void put_tens(const struct table *table)
{
	if (table->items_count < 10 || table->cell > 2)
		return;
	columns_cell(table->paper.out, "", table->name + 2 + table->points + 1, false);
	for (size_t i = 1; i <= table->items_count; i++) {
		cleanup_free char *ten = i % 10 ? xstrdup("") : xasprintf("%zu", i / 10 % 10);

		columns_cell(table->paper.out, ten, table->cell, true);
	}
	end_line(table);
}

static void put_header(const struct table *table)
{
	put_tens(table);
	columns_cell(table->paper.out, "submission", table->name + 2, false);
	columns_cell(table->paper.out, "points", table->points, true);
	buf_addch(table->paper.out, ' ');
	for (size_t i = 1; i <= table->items_count; i++) {
		cleanup_free char *number = xasprintf("%zu", table->cell > 2 ? i : i % 10);

		columns_cell(table->paper.out, number, table->cell, true);
	}
	buf_adds(table->paper.out, "  remark");
	end_line(table);
}

static void put_row(const struct table *table, const struct report_row *row)
{
	cleanup_free char *points = points_text(table, row);

	put_cell(table, row->submission, table->name, false);
	buf_adds(table->paper.out, "  ");
	put_cell(table, points, table->points, true);
	buf_addch(table->paper.out, ' ');
	for (size_t i = 0; table->items && i < table->items_count; i++) {
		const struct sign *sign = &signs[class_mark(row, table->items[i])];

		columns_cell(table->paper.out, "", table->cell - 1, false);
		paper_ink(&table->paper, sign->ink, sign->text);
	}
	buf_adds(table->paper.out, "  ");
	put_cell(table, row->remark ? row->remark : "", table->remark, false);
	end_line(table);
}

/* "✓ passed  ✗ lost": only the signs that are in the table. */
static void put_legend(const struct table *table)
{
	bool used[SIGNS] = { false };
	cleanup_buf struct buf text = BUF_INIT;

	for (size_t i = 0; i < table->count; i++)
		for (size_t j = 0; j < table->items_count; j++)
			used[class_mark(&table->rows[i], table->items[j])] = true;
	for (size_t i = CLASS_FULL; i < SIGNS; i++)
		if (used[i])
			buf_printf(&text, "%s%s %s", text.length ? "   " : "", signs[i].text,
				signs[i].about);
	if (text.length)
		paper_text(&table->paper, "", text.data, INK_FAINT);
}

static size_t lost_by(const struct table *table, const char *item)
{
	size_t lost = 0;

	for (size_t i = 0; i < table->count; i++) {
		enum class_mark mark = class_mark(&table->rows[i], item);

		lost += mark == CLASS_PART || mark == CLASS_LOST || mark == CLASS_SKIPPED;
	}
	return lost;
}

/* The items in columns: number, id, how many lost points there. */
static void put_items(const struct table *table)
{
	unsigned widest = 0;
	unsigned across;

	for (size_t i = 0; table->items && i < table->items_count; i++)
		if (columns_of(table->items[i]) > widest)
			widest = columns_of(table->items[i]);
	widest = limit(widest, 4, LONGEST_NAME);
	across = limit(table->paper.width / (widest + 4 + LOST_COLUMNS), 1, 4);
	for (size_t i = 0; table->items && i < table->items_count; i++) {
		cleanup_free char *lost = xasprintf("lost by %zu", lost_by(table, table->items[i]));

		buf_printf(table->paper.out, "%2zu ", i + 1);
		put_cell(table, table->items[i], widest, false);
		buf_addch(table->paper.out, ' ');
		columns_cell(table->paper.out, lost, LOST_COLUMNS, false);
		if ((i + 1) % across == 0 || i + 1 == table->items_count)
			end_line(table);
	}
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return (x > y) - (x < y);
}

static void put_averages(const struct table *table)
{
	cleanup_free double *scores = xcalloc(table->count, sizeof(*scores));
	cleanup_free char *mean = NULL;
	cleanup_free char *median = NULL;
	size_t graded = 0;
	double sum = 0;

	for (size_t i = 0; i < table->count; i++) {
		if (!class_is_graded(&table->rows[i]))
			continue;
		scores[graded++] = table->rows[i].score;
		sum += table->rows[i].score;
	}
	buf_printf(table->paper.out, "%zu of %zu graded", graded, table->count);
	if (graded > 0) {
		qsort(scores, graded, sizeof(*scores), by_value);
		mean = text_points(sum / (double)graded);
		median = text_points((scores[(graded - 1) / 2] + scores[graded / 2]) / 2);
		buf_printf(table->paper.out, ", mean %s, median %s", mean, median);
	}
	if (table->one_possible) {
		cleanup_free char *possible = text_points(table->possible);

		buf_printf(table->paper.out, " of %s points", possible);
	}
	paper_blank(&table->paper);
}

static void put_ungraded(const struct table *table)
{
	cleanup_buf struct buf text = BUF_INIT;

	for (size_t i = 0; i < table->count; i++) {
		const struct report_row *row = &table->rows[i];

		if (!class_is_graded(row))
			buf_printf(&text, "%s%s (%s)", text.length ? ", " : "", row->submission,
				row->state && *row->state ? row->state : "?");
	}
	if (text.length)
		paper_text(&table->paper, "Not graded: ", text.data, INK_OURS);
}

void report_class_table(
	const struct report_row *rows, size_t count, const struct report_style *style, FILE *out)
{
	cleanup_buf struct buf text = BUF_INIT;
	struct table table = {
		.rows = rows,
		.count = count,
		.items = class_items(rows, count),
		.paper = { .out = &text, .colour = style->colour },
	};

	table.paper.width = style->width ? style->width : DEFAULT_WIDTH;
	table.one_possible = one_possible(rows, count, &table.possible);
	while (table.items && table.items[table.items_count])
		table.items_count++;
	measure(&table);
	put_header(&table);
	for (size_t i = 0; i < count; i++)
		put_row(&table, &rows[i]);
	paper_blank(&table.paper);
	put_items(&table);
	put_legend(&table);
	put_averages(&table);
	put_ungraded(&table);
	output_text(&text, out);
}
