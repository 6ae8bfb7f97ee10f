/*
 * From the records of all processes of one run to findings.
 *
 * A record says what happened; whether it is a fault is often only known from two of
 * them: the call in a handler and the moment at which its signal could have come, the bytes that
 * fork() copied and both processes that wrote them.  What one record alone cannot prove is
 * no finding, or one for staff.
 */
#ifndef PROCTOR_ANALYSE_MISUSE_FAULTS_H
#define PROCTOR_ANALYSE_MISUSE_FAULTS_H

#include "harness/analyse/misuse_log.h"
#include "harness/analyse/place.h"
#include "harness/core/finding.h"
#include "harness/core/observation.h"

struct misuse_run {
	const struct observation *observation; /* borrowed */
	struct misuse_log *logs; /* of its processes */
	size_t count;
};

/* Asks for every place that the records name. */
void misuse_want(const struct misuse_run *run, struct place_book *book);

/* Whose findings: of what was done, or of what the census says is left as well. */
enum misuse_part { MISUSE_DONE, MISUSE_LEFT };

/* Appends the findings of the run. */
void misuse_faults(const struct misuse_run *run, const struct place_book *book,
	enum misuse_part part, struct findings *out);

/* Whether it is the process of one of the submission's programs that the scenario started. */
bool misuse_is_peer(const struct observation *observation, int pid);

#endif
