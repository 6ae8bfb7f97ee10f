/*
 * What the grading commands have in common at their end.
 */
#ifndef PROCTOR_CMD_RESULTS_H
#define PROCTOR_CMD_RESULTS_H

#include <stdbool.h>

#include "harness/report/report.h"

/* Says why there is no grade; the exit status: bad input, or broken on our side. */
int results_failed(int error, const char *why);

/*
 * Prints the report of a results folder on standard output, with what is for
 * `staff` or without; with `kept` says on stderr where everything lies.  The exit
 * status that the report stands for.
 */
int results_print(const char *dir, const struct report_format *format, bool staff, bool kept);

#endif
