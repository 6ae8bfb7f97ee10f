/*
 * What a run has shown, in sentences.
 */
#ifndef PROCTOR_EXPLORE_DESCRIBE_H
#define PROCTOR_EXPLORE_DESCRIBE_H

#include "explorer/arena.h"
#include "harness/base/buf.h"
#include "harness/explore/lines.h"

/* "process 2", "thread 1 of process 2": the first process is 1, its main thread has no number. */
void describe_task(struct buf *out, const struct arena *arena, unsigned task);

void describe_race(struct buf *out, struct lines *lines, const struct arena *arena,
	const struct explore_finding *race);

/* Who waits for what, a line each. */
void describe_waits(struct buf *out, struct lines *lines, const struct arena *arena);

/* What was done, a line a step. */
void describe_trace(struct buf *out, struct lines *lines, const struct arena *arena);

/* Why the exploration says less than it could; nothing when it does not. */
void describe_limits(struct buf *out, uint32_t limits, int call);

#endif
