/*
 * One schedule again, step by step.
 */
#ifndef PROCTOR_EXPLORE_REPLAY_H
#define PROCTOR_EXPLORE_REPLAY_H

#include "harness/explore/kept.h"
#include "harness/explore/schedule_name.h"

/*
 * Runs it, by its name or, where that is NULL, by its decisions, and adds what it did step by step,
 * and how it ended.  0 or a negative errno, then `why` says at what it failed.
 */
int replay_named(const struct session_program *program, const struct schedule_name *schedule,
	const struct decisions *decisions, struct buf *out, struct buf *why);

/*
 * Runs a schedule that was kept, and adds what it did until its fault is seen, and the
 * fault; where it is not seen, all that it did.  1: it was seen, 0: it was not; or a negative
 * errno.
 */
int replay_kept(const struct kept *kept, const char *library, struct buf *out, struct buf *why);

/* Where to stop, and who looks at what then. */
struct replay_stop {
	unsigned process; /* as a story numbers them, from 1 */
	uint32_t step; /* before which all stand still, as a story numbers them; 0: at the fault */
	/* Called while all stand still; they end when it returns. */
	void (*look)(void *data, pid_t pid);
	void *data;
};

/*
 * Runs it up to there.  0: it was looked at; -ESRCH: there is no such process or no such point, as
 * `why` says; or another negative errno.
 */
int replay_stop(const struct kept *kept, const char *library, const struct replay_stop *stop,
	struct buf *why);

#endif
