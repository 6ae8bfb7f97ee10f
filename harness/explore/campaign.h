/*
 * Many schedules of one program: a portfolio of strategies, and what they found.
 *
 * The first run is the plain one, in which nobody is interrupted; it also tells how
 * long a run is.  The same fault is found again and again: what is told is each fault
 * once, with how many schedules showed it, and by the shortest that was found.
 */
#ifndef PROCTOR_EXPLORE_CAMPAIGN_H
#define PROCTOR_EXPLORE_CAMPAIGN_H

#include "harness/explore/explored.h"
#include "harness/explore/portfolio.h"

struct campaign;

/* What is there when the last run has been made; borrowed. */
struct campaign_after {
	const struct campaign *campaign;
	struct session *session;
	struct lines *lines;
	const struct session_profile *profile; /* of the plain run */
	int plain_status;
};

struct campaign_options {
	struct session_program program;
	unsigned schedules;
	int strategy; /* all of them by this one; -1: the portfolio */
	uint64_t seed;
	bool search; /* small programs completely, with half of the schedules: portfolio.h */
	uint32_t choices; /* bits of enum choice (explorer/choice.h) that a share of the runs may
			     make */
	const char *keep; /* a folder: confirmed faults become files N.schedule in it; NULL: none */
	/* Told after each run, with how many are confirmed; NULL: nobody listens. False: stop here.
	 */
	bool (*progress)(void *data, unsigned done, size_t faults);
	/* Of each run that could be followed to the end of all its processes; NULL: nobody looks.
	 */
	void (*ended)(void *data, const struct schedule_name *schedule,
		const struct session_result *result);
	/* Called once all is done, while runs may still be made; NULL: nobody wants more. */
	int (*finish)(void *data, const struct campaign_after *after);
	unsigned shorten_runs; /* runs at most to make schedules shorter; 0: 1000 */
	unsigned cpu_ms; /* CPU time after which no other run begins; 0: no end */
	void *data;
};

struct campaign {
	struct explored_fault *faults;
	size_t faults_count;
	unsigned schedules; /* that were run */
	unsigned unfinished;
	bool cut_short; /* by options->cpu_ms */
	unsigned outputs; /* how many different ones there were */
	uint64_t steps; /* of the plain run */
	struct search_seen seen; /* by the complete search; no run of it: there was none */
	uint32_t limits; /* bits of enum explore_limit, of all runs */
	int limit_call;
};

/* Runs them. 0 or a negative errno, then `why` says at what it failed. */
int campaign_run(const struct campaign_options *options, struct campaign *ret, struct buf *why);

/* How many of its faults are confirmed: the others are not to be held against anybody. */
size_t campaign_confirmed(const struct campaign *campaign);

void campaign_release(struct campaign *campaign);

#endif
