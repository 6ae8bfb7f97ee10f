/*
 * Which schedule is next: the plain one first, then the strategies in turn; of a small program
 * every second one is of a complete search, as long as that has any left.
 */
#ifndef PROCTOR_EXPLORE_PORTFOLIO_H
#define PROCTOR_EXPLORE_PORTFOLIO_H

#include "harness/explore/schedule_name.h"
#include "harness/explore/search.h"
#include "harness/explore/sighting.h"

struct portfolio {
	int strategy; /* all by this one, after the plain run; -1: in turn */
	uint64_t seed;
	struct search *search; /* NULL: there is none (any more) */
	struct search_seen seen; /* by the search, so far */
	uint32_t choices; /* bits of enum choice that a share of the drawn runs may make */
	bool leaves; /* CHOICE_LEAVE, in all of them */
	bool searching; /* the run at hand is one of its own */
	unsigned drawn; /* schedules that a strategy has drawn */
};

/* With a search: small programs are searched as well, and by the strategy `complete` all are. */
void portfolio_open(struct portfolio *ret, int strategy, uint64_t seed, bool search);

/*
 * The run with that number, from 1, after a plain run of so many steps that did what `profile`
 * says; both are borrowed until the next call.  False: the search has made all that there are.
 */
bool portfolio_next(struct portfolio *portfolio, unsigned run, uint64_t expected_steps,
	const struct session_profile *profile, struct schedule_name *ret_name,
	struct session_order *ret_order);

/* What it has shown; to be called after each run. */
void portfolio_take(struct portfolio *portfolio, unsigned run, const struct session_result *result);

void portfolio_close(struct portfolio *portfolio);

#endif
