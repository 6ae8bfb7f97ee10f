/*
 * What a verdict rests on, looked up in a report.
 *
 * A scenario may have been observed several times (plain and under tools); the
 * observation that tells most of a verdict is the first of that verdict, plain
 * runs before those under a tool.
 */
#ifndef PROCTOR_REPORT_EVIDENCE_H
#define PROCTOR_REPORT_EVIDENCE_H

#include "harness/report/report.h"

/* The observation of that scenario with that verdict, or NULL. */
const struct observation *evidence_observation(
	const struct report *report, const char *scenario, enum verdict verdict);

/* Its first expectation that is not met, or NULL. */
const json_t *evidence_unmet(const struct observation *observation);

/*
 * Whether that outcome of a peer is a fault by itself: "DEADLOCKED", "SIGNALLED(11)".
 * SIGKILL and SIGTERM are none, since it is scenarios that send them.
 */
bool evidence_is_fault(const char *outcome);

/* How the student's program ended when that is a fault, else NULL. */
const char *evidence_outcome(const struct observation *observation);

/* The first frame of the wait that lies in a file with a line, or NULL. */
const json_t *evidence_frame(const json_t *wait);

/*
 * Whether the finding of that index decided against the item.  Compile errors do so
 * against an item of the build, even when the rubric names no kind there.
 */
bool evidence_decides(const struct report *report, const struct report_item *item, size_t finding);

/* Whether one of the fault's findings did. */
bool evidence_fault_decides(
	const struct report *report, const struct report_item *item, const struct fault *fault);

/*
 * What a run that failed has for a place: the finding that says which line of the source its
 * fault comes from (analyse/origin.h), of those that only put runs into words.  NULL: none.
 */
const struct finding *evidence_origin(
	const struct report *report, const struct observation *observation);

/* A file of the student's, as submitted, and the line in it. */
struct evidence_place {
	const char *file; /* borrowed */
	unsigned line;
};

/* Where the fault of a failed item lies; false when nothing tells. */
bool evidence_place(
	const struct report *report, const struct report_item *item, struct evidence_place *ret);

/* The item's cause as one word for machines: "race", "DEADLOCKED", "build", … */
const char *evidence_type(const struct report *report, const struct report_item *item);

/*
 * Appends the item's reason as one line of text that is safe for a terminal;
 * nothing for a passed one.
 */
void evidence_summary(
	const struct report *report, const struct report_item *item, struct buf *into);

#endif
