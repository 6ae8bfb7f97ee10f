/*
 * Many schedules of one program: a portfolio of strategies, and what they found.
 *
 * The first run is the plain one, in which nobody is interrupted; it also tells how
 * long a run is.  The same fault is found again and again: what is told is each fault
 * once, with the first schedule that showed it and how many did.
 */
#ifndef PROCTOR_EXPLORE_CAMPAIGN_H
#define PROCTOR_EXPLORE_CAMPAIGN_H

#include "harness/explore/schedule_name.h"
#include "harness/explore/sighting.h"

struct explored_fault {
	enum fault_kind_explored kind;
	char *text; /* sentences for a student, a line each; owned */
	uint64_t identity; /* of what it is told apart by */
	unsigned seen; /* in how many schedules */
	unsigned first, last; /* which ones showed it first and last, from 1 */
	struct schedule_name schedule;
};

struct campaign_options {
	struct session_program program;
	unsigned schedules;
	int strategy; /* all of them by this one; -1: the portfolio */
	uint64_t seed;
	/* Told after each run; NULL: nobody listens. False: stop here. */
	bool (*progress)(void *data, unsigned done, size_t faults);
	void *data;
};

struct campaign {
	struct explored_fault *faults;
	size_t faults_count;
	unsigned schedules; /* that were run */
	unsigned unfinished;
	unsigned outputs; /* how many different ones there were */
	uint64_t steps; /* of the plain run */
	uint32_t limits; /* bits of enum explore_limit, of all runs */
	int limit_call;
};

/* Runs them. 0 or a negative errno, then `why` says at what it failed. */
int campaign_run(const struct campaign_options *options, struct campaign *ret, struct buf *why);

void campaign_release(struct campaign *campaign);

#endif
