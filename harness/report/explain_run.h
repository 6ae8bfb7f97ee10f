/*
 * What one run of a scenario showed, for people.
 */
#ifndef PROCTOR_REPORT_EXPLAIN_RUN_H
#define PROCTOR_REPORT_EXPLAIN_RUN_H

#include "harness/core/observation.h"
#include "harness/report/paper.h"
#include "harness/report/report.h"

/*
 * Appends expected and seen of the first expectation that is not met (or the
 * observation's reason), who waits where and why, and what the programs said.
 */
void explain_run(const struct paper *paper, const struct observation *observation);

/* Appends the command lines of the student's programs, those that have arguments. */
void explain_commands(const struct paper *paper, const struct observation *observation);

/* Appends which line of the student's source its fault comes from, where that is known. */
void explain_origin(const struct paper *paper, const struct report *report,
	const struct observation *observation);

/* Appends the text with a full stop at its end. */
void explain_sentence(struct buf *into, const char *text);

#endif
