/*
 * One schedule again, step by step.
 */
#ifndef PROCTOR_EXPLORE_REPLAY_H
#define PROCTOR_EXPLORE_REPLAY_H

#include "harness/explore/schedule_name.h"
#include "harness/explore/session.h"

/*
 * Runs it, and adds what it did step by step, and how it ended.  0 or a negative errno, then
 * `why` says at what it failed.
 */
int replay_named(const struct session_program *program, const struct schedule_name *schedule,
	struct buf *out, struct buf *why);

#endif
