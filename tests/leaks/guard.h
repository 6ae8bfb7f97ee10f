/*
 * Processes that are none of the box's business: a bystander, and the guard,
 * parent of the test itself.  A box that kills too much ends the bystander, or
 * the test, and the guard lives to tell (it is PID 1 where tests/leaks/run can
 * make it so: nothing kills that one from below).
 */
#ifndef PROCTOR_TESTS_LEAKS_GUARD_H
#define PROCTOR_TESTS_LEAKS_GUARD_H

#include <stdbool.h>

/* Goes on in the test; the guard waits for it and ends as it did, and never returns. */
void guard_begin(void);

/* Whether the bystander lives. */
bool guard_bystander_lives(void);

#endif
