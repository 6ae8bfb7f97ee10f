#include "harness/report/csv_cell.h"

#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/text.h"

static void separate(struct buf *row)
{
	if (row->length)
		buf_addch(row, ',');
}

void csv_text(struct buf *row, const char *text)
{
	cleanup_buf struct buf cell = BUF_INIT;

	separate(row);
	if (*text && strchr("=+-@\t\r\n", *text))
		buf_addch(&cell, '\'');
	text_to_utf8(&cell, text, strlen(text));
	/* An empty first cell needs its quotes: see separate(). */
	if (cell.length + row->length > 0 && !strpbrk(cell.data, ",\"\r\n")) {
		buf_add(row, cell.data, cell.length);
		return;
	}
	buf_addch(row, '"');
	for (const char *c = cell.data; *c; c++) {
		if (*c == '"')
			buf_addch(row, '"');
		buf_addch(row, *c);
	}
	buf_addch(row, '"');
}

void csv_number(struct buf *row, double number)
{
	cleanup_free char *text = text_points(number);

	separate(row);
	buf_adds(row, text);
}

void csv_empty(struct buf *row)
{
	separate(row);
}
