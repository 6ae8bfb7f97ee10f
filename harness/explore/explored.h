/*
 * A fault that was found in some schedule: confirmed by running that schedule again, made as
 * short as can be, and told by the short one.
 */
#ifndef PROCTOR_EXPLORE_EXPLORED_H
#define PROCTOR_EXPLORE_EXPLORED_H

#include "harness/explore/kept.h"
#include "harness/explore/schedule_name.h"
#include "harness/explore/trial.h"

struct explored_fault {
	enum fault_kind_explored kind;
	uint64_t identity; /* of what it is told apart by */
	char *text; /* sentences for a student, a line each; owned */
	char *story; /* how it comes to that, a line each (story.h); owned; NULL: not confirmed */
	unsigned seen; /* in how many schedules */
	unsigned first, last; /* which ones showed it first and last, from 1 */
	struct schedule_name schedule; /* the one in which it was told */
	struct decisions decisions; /* that show it: shortened, where it is confirmed */
	bool lengthy; /* they were more than can be kept: there are none, but the schedule's name */
	bool confirmed; /* the schedule has shown it once more */
	unsigned tries; /* to confirm it */
};

/* What is known at the end of a run that has shown it, by this schedule. */
void explored_note(struct explored_fault *fault, const struct schedule_name *schedule,
	const struct session_result *result);

/*
 * Runs its schedule again.  Where that shows it, `trial`'s runs are used to shorten it, at most
 * `runs_most`, and its text is that of the short one.  0 or a negative errno.
 */
int explored_confirm(struct explored_fault *fault, struct trial *trial,
	const struct session_profile *profile, unsigned runs_most);

/* As a schedule to keep (the caller releases it). False: it is not confirmed, or too lengthy. */
bool explored_keep(const struct explored_fault *fault, const struct session_program *program,
	struct kept *ret);

void explored_release(struct explored_fault *fault);

#endif
