#include "harness/report/output.h"

#include <errno.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"

int output_text(const struct buf *text, FILE *out)
{
	errno = 0;
	if (fwrite(text->data, 1, text->length, out) != text->length || fflush(out) != 0)
		return errno ? -errno : -EIO;
	return 0;
}

int output_json(const json_t *value, FILE *out)
{
	/* 17 digits would make 33.329999999999998 of 33.33. */
	char *dump = json_dumps(value, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
	cleanup_buf struct buf text = BUF_INIT;

	if (!dump)
		BUG("a report that jansson cannot print");
	buf_adds(&text, dump);
	buf_addch(&text, '\n');
	free(dump);
	return output_text(&text, out);
}
