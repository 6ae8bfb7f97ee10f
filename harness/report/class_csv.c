#include "harness/report/report.h"

#include <string.h>

#include "harness/report/class.h"
#include "harness/report/csv_cell.h"
#include "harness/report/output.h"

static void end_row(struct buf *text, struct buf *row)
{
	/* RFC 4180, section 2: rows end with CRLF. */
	buf_adds(row, "\r\n");
	buf_add(text, row->data, row->length);
	buf_reset(row);
}

static void put_header(struct buf *text, char *const *items)
{
	cleanup_buf struct buf row = BUF_INIT;

	csv_text(&row, "submission");
	csv_text(&row, "score");
	csv_text(&row, "possible");
	csv_text(&row, "status");
	for (; items && *items; items++)
		csv_text(&row, *items);
	csv_text(&row, "remark");
	end_row(text, &row);
}

static void put_points(
	struct buf *line, const struct report_row *row, bool graded, char *const *items)
{
	for (; items && *items; items++) {
		size_t i;

		if (graded && class_find_item(row, *items, &i))
			csv_number(line, row->points[i]);
		else
			csv_empty(line);
	}
}

static void put_row(struct buf *text, const struct report_row *row, char *const *items)
{
	cleanup_buf struct buf line = BUF_INIT;
	bool graded = class_is_graded(row);

	csv_text(&line, row->submission);
	if (graded) {
		csv_number(&line, row->score);
		csv_number(&line, row->possible);
	} else {
		csv_empty(&line);
		csv_empty(&line);
	}
	csv_text(&line, row->state);
	put_points(&line, row, graded, items);
	csv_text(&line, row->remark ? row->remark : "");
	end_row(text, &line);
}

int report_class_csv(const struct report_row *rows, size_t count, FILE *out)
{
	char *const *items = class_items(rows, count);
	cleanup_buf struct buf text = BUF_INIT;

	put_header(&text, items);
	for (size_t i = 0; i < count; i++)
		put_row(&text, &rows[i], items);
	return output_text(&text, out);
}
