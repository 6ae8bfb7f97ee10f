/*
 * What a run has shown, in sentences.
 */
#ifndef PROCTOR_EXPLORE_DESCRIBE_H
#define PROCTOR_EXPLORE_DESCRIBE_H

#include "explorer/arena.h"
#include "harness/base/buf.h"
#include "harness/explore/lines.h"
#include "harness/explore/session.h"

/* "process 2", "thread 1 of process 2": the first process is 1, its main thread has no number. */
void describe_task(struct buf *out, const struct arena *arena, unsigned task);

/* What it is called: "sem_wait()". */
const char *describe_operation(enum operation operation);

void describe_race(struct buf *out, struct lines *lines, const struct arena *arena,
	const struct explore_finding *race);

/* Whether a task is one of those that are left when a run has stopped. */
bool describe_is_waiting(const struct task *task);

/* Who waits for what, a line each, and who could have ended it. */
void describe_waits(struct buf *out, struct lines *lines, const struct session_result *result);

/*
 * What tells one deadlock from another: where tasks wait, whichever they are and
 * however many; those that wait for others to end do so in every one.
 */
uint64_t describe_waits_identity(struct lines *lines, const struct arena *arena);

/* What was chosen in a run beside who goes on, and made a difference; a line each. */
void describe_choices(struct buf *out, struct lines *lines, const struct arena *arena);

/* Why the exploration says less than it could; nothing when it does not. */
void describe_limits(struct buf *out, uint32_t limits, int call);

#endif
