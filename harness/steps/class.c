#include "harness/steps/class.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/steps/paperwork.h"

static void fill_graded(const char *dir, const char *name, struct report_row *row)
{
	cleanup_buf struct buf why = BUF_INIT;
	struct report *report;

	if (paperwork_load(dir, &report, &why) < 0) {
		*row = (struct report_row){ .submission = xstrdup(name),
			.state = xstrdup("not graded"),
			.remark = buf_steal(&why) };
		return;
	}
	report_row_fill(report, row);
	/* Two submissions may have had one name; the folder tells them apart. */
	free(row->submission);
	row->submission = xstrdup(name);
	report_free(report);
}

static void fill_failed(const char *failure, const char *name, struct report_row *row)
{
	enum { LONGEST = 1 << 16 };
	struct buf why = BUF_INIT;

	file_read(failure, &why, LONGEST);
	*row = (struct report_row){ .submission = xstrdup(name),
		.state = xstrdup("not graded"),
		.remark = buf_steal(&why) };
}

static bool fill(const char *folder, const char *name, struct report_row *row)
{
	cleanup_free char *dir = file_join(folder, name);
	cleanup_free char *score = file_join(dir, "score.jsonl");
	cleanup_free char *failure = file_join(dir, "failure.txt");

	if (file_exists(score))
		fill_graded(dir, name, row);
	else if (file_exists(failure))
		fill_failed(failure, name, row);
	else
		return false;
	return true;
}

int class_load(const char *dir, struct report_row **ret, size_t *ret_count, struct buf *why)
{
	char **names = file_list(dir);
	struct report_row *rows = NULL;
	size_t count = 0;

	if (!names) {
		int error = errno;

		buf_printf(why, "%s: %s", dir, strerror(error));
		return -error;
	}
	for (char **name = names; *name; name++) {
		rows = xreallocarray(rows, count + 1, sizeof(*rows));
		count += fill(dir, *name, &rows[count]);
	}
	file_list_free(names);
	*ret = rows;
	*ret_count = count;
	return 0;
}

void class_free(struct report_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		report_row_release(&rows[i]);
	free(rows);
}

int class_write_csv(const char *dir, const struct report_row *rows, size_t count, struct buf *why)
{
	cleanup_free char *path = file_join(dir, "grades.csv");
	cleanup_free char *text = NULL;
	size_t length = 0;
	FILE *memory = open_memstream(&text, &length);
	int error;

	if (!memory)
		die("out of memory");
	error = report_class_csv(rows, count, memory);
	fclose(memory);
	if (!error)
		error = file_write(path, text, length);
	if (error)
		buf_printf(why, "cannot write %s: %s", path, strerror(-error));
	return error;
}
