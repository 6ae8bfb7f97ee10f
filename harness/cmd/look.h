/*
 * What a few scenarios saw, in full and without a score: `grade --scenario` and
 * `check --scenario`.
 */
#ifndef PROCTOR_CMD_LOOK_H
#define PROCTOR_CMD_LOOK_H

#include <stdbool.h>

/*
 * Prints what grade_scenarios() (steps/grade.h) left in `dir`: all of it with `staff`, else
 * what a student may see.  An exit status: 0 when all passed and nothing was found, 1 when
 * not, 3 when something of ours did not work.
 */
int look_print(const char *dir, bool staff);

#endif
