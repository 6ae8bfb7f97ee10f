/*
 * Whose bytes: a patch on the reference, from whoever writes bugs for an assignment.
 * Who reads them: steps/bug.c.
 * What must hold: it is read with all that it must say, or refused with one sentence; its
 * lines are found in the spans that it tells, and no others.
 *
 * Options: -max_len=2048
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/steps/bug.h"
#include "tests/fuzz/fuzz.h"

static void check(const struct bug *bug)
{
	HOLDS(strcmp(bug->name, "left-open") == 0);
	HOLDS(*bug->subject && *bug->cause && bug->file);
	HOLDS(bug->lost_count > 0 && !bug->lost[bug->lost_count] && bug->spans_count > 0);
	for (size_t i = 0; i < bug->lost_count; i++)
		HOLDS(*bug->lost[i]);
	for (size_t i = 0; i < bug->spans_count; i++) {
		const struct bug_span *span = &bug->spans[i];

		HOLDS(span->first <= span->last);
		HOLDS(bug_touches(bug, span->file, span->first));
		HOLDS(bug_touches(bug, span->file, span->last));
		HOLDS(!bug_touches(bug, "/nowhere", span->first) ||
			!strcmp(span->file, "/nowhere"));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *path = fuzz_file("left-open.patch", data, size);
	cleanup_buf struct buf why = BUF_INIT;
	struct bug bug = { .name = NULL };
	int error = bug_load(path, &bug, &why);

	HOLDS(error == 0 || error == -EINVAL);
	HOLDS(error ? fuzz_is_sentence(&why) : why.length == 0);
	if (!error)
		check(&bug);
	bug_release(&bug);
	return 0;
}
