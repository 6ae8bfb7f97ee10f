/*
 * What standard output is: a terminal with colours and a width, or not.
 */
#ifndef PROCTOR_CMD_SCREEN_H
#define PROCTOR_CMD_SCREEN_H

#include <stdbool.h>

#include "harness/base/buf.h"
#include "harness/report/report.h"

/* The style for a report on standard output; NO_COLOR and TERM=dumb are obeyed. */
struct report_style screen_style(bool staff);

/* The word as it is typed at a shell: in quotes where it needs them (caller frees). */
char *screen_word(const char *word);

/* Writes a finished text to standard output; the exit status, after a sentence when it cannot. */
int screen_put(const struct buf *text);

/* Whether standard error is a terminal on which a progress bar can be drawn. */
bool screen_has_progress(void);

#endif
