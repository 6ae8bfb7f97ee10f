/*
 * Outcomes in words.
 *
 * Observations name how a run ended as "EXITED(0)", "SIGNALLED(11)",
 * "DEADLOCKED" (sandbox/outcome.h); a report also says what that means.
 */
#ifndef PROCTOR_REPORT_OUTCOME_WORDS_H
#define PROCTOR_REPORT_OUTCOME_WORDS_H

#include "harness/base/buf.h"

/*
 * Appends what the outcome means: "killed by signal 11, SIGSEGV".  Nothing when
 * the text is no outcome, or when its word says it all.
 */
void outcome_words(struct buf *into, const char *outcome);

/*
 * Appends a word or two for a table: "deadlock", "SIGSEGV".  Nothing when the
 * text is no outcome, or one that is no fault by itself (EXITED, RUNNING).
 */
void outcome_remark(struct buf *into, const char *outcome);

#endif
