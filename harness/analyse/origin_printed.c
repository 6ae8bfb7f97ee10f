#include "harness/analyse/origin_printed.h"

#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"

bool origin_printed_load(
	const struct telling *telling, const char *tool, struct buf *bytes, struct printed *ret)
{
	const json_t *output = json_object_get(telling->run->unmet, "output");
	cleanup_free char *flat = xstrdup(telling->run->plain->scenario);
	cleanup_free char *path = NULL;
	enum { MOST = 4 << 20 };

	*ret = (struct printed){
		.inode = (uint64_t)jsonl_number(telling->peer, "stdout_inode", 0),
		.offset = (size_t)jsonl_number(output, "offset", 0),
		.line = (size_t)jsonl_number(output, "line", 0),
		.misplaced = jsonl_true(output, "misplaced"),
		.only_case = jsonl_true(output, "only_case"),
	};
	*strchrnul(flat, '/') = '.';
	path = xasprintf("%s/tools/%s/%s/%d.stdout", telling->in->dir, tool, flat, telling->pid);
	if (!output || !ret->inode || file_read(path, bytes, MOST) < 0)
		return false;
	ret->bytes = bytes->length ? bytes->data : "";
	ret->length = bytes->length;
	return true;
}

bool origin_printed_line(const struct printed *printed, size_t *ret_start, size_t *ret_length)
{
	size_t start = printed->offset;
	const char *newline =
		memchr(printed->bytes + start, '\n', printed->length - printed->offset);

	while (start > 0 && printed->bytes[start - 1] != '\n')
		start--;
	*ret_start = start;
	*ret_length = newline ? (size_t)(newline - printed->bytes) + 1 - start : 0;
	return newline != NULL;
}

void origin_printed_around(const struct printed *printed, size_t *ret_before, size_t *ret_behind)
{
	size_t start, length;
	bool ends = origin_printed_line(printed, &start, &length);

	*ret_before = printed->offset - start;
	*ret_behind = (ends ? start + length : printed->length) - printed->offset;
}
