/*
 * Calls that the seccomp rule refused while the submission ran.
 *
 * They explain much of what comes after and may cost points whatever item they were
 * seen in, so reports tell them on their own, also when every scenario passed.
 */
#ifndef PROCTOR_REPORT_REFUSED_H
#define PROCTOR_REPORT_REFUSED_H

#include "harness/report/report.h"

/* What stands above the lines of refused_lines(). */
extern const char refused_title[];

/* A line "DENIED(shmget): this assignment allows …" for each call, each once; "" for none. */
void refused_lines(const struct report *report, const struct report_style *style, struct buf *into);

/* The line of one entry of an observation's "denied". */
void refused_line(const json_t *entry, struct buf *into);

#endif
