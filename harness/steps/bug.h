/*
 * A known mistake: a patch on the reference, with what it must lose.
 *
 *	Subject: the child keeps its copy of the write end
 *	Expect-lost: eof, order
 *	Expect-cause: DEADLOCKED relay.c:41
 *
 *	One paragraph on the mistake.
 *
 *	--- a/relay.c
 *	+++ b/relay.c
 */
#ifndef PROCTOR_STEPS_BUG_H
#define PROCTOR_STEPS_BUG_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/base/buf.h"

struct bug {
	char *name; /* of the patch, without .patch */
	char *path;
	char *subject;
	char **lost; /* item ids, NULL-terminated */
	size_t lost_count;
	char *cause; /* "DEADLOCKED", "race", "output", … */
	char *file; /* "" when the cause has no place */
	unsigned line;
	/* The lines of each file, as patched, that the patch touches or stands around. */
	struct bug_span {
		char *file;
		unsigned first, last;
	} * spans;
	size_t spans_count;
	/*
	 * Where lines of the reference are missing: each lay before the line `first`, as patched.
	 * `only_lacks`: the patch has no line that the reference has not, but for blanks.
	 */
	struct bug_span *missing;
	size_t missing_count;
	bool only_lacks;
};

/* Reads a patch's head and hunks. 0, or -EINVAL with a sentence. Free with bug_release(). */
int bug_load(const char *path, struct bug *ret, struct buf *why);
void bug_release(struct bug *bug);

/* Copies the reference (its top files) to `dir` and patches it. 0 or a negative errno. */
int bug_apply(const struct bug *bug, const char *reference, const char *dir, struct buf *why);

/* Whether the patched file's line lies in the patch. */
bool bug_touches(const struct bug *bug, const char *file, unsigned line);

#endif
