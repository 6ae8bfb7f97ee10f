/*
 * Whether a schedule shows a fault that another run has shown: asked again and again, to confirm
 * it and to make its schedule shorter.
 */
#ifndef PROCTOR_EXPLORE_TRIAL_H
#define PROCTOR_EXPLORE_TRIAL_H

#include "harness/explore/decisions.h"
#include "harness/explore/sighting.h"

struct trial {
	struct session *session; /* borrowed, as all of them */
	struct lines *lines;
	int plain_status;
	enum fault_kind_explored kind;
	uint64_t identity;
	unsigned runs; /* that were made */
};

/*
 * Makes a run.  1: it shows the fault, 0: it does not, or a negative errno.  Where it shows and
 * it is not NULL: `ret_taken`, the decisions of the run, without those that led nowhere.
 */
int trial_run(struct trial *trial, const struct session_order *order, struct decisions *ret_taken);

/* The same, and where it shows: the fault's sentences (sighting.h), and how it comes to it
 * (story.h). */
int trial_tell(struct trial *trial, const struct session_order *order, struct buf *text,
	struct buf *story);

/*
 * Leaves out what the fault does not need, as delta debugging does (Zeller and Hildebrandt, TSE
 * 2002), in at most so many runs: then no single decision can be left out, or the runs were
 * used up.  0, or a negative errno; the decisions show the fault in any case.
 */
int trial_shorten(struct trial *trial, struct decisions *decisions, unsigned runs_most);

#endif
