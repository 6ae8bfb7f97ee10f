/*
 * The isolation that the boxes of this run have, and at least must have.
 *
 * Asked for once by --require, found once by opening a box; everything that
 * opens boxes afterwards requires what was found, so that one grade is made in
 * one mode.
 */
#ifndef PROCTOR_STEPS_GROUNDS_H
#define PROCTOR_STEPS_GROUNDS_H

#include "harness/base/buf.h"
#include "sandbox/isolation.h"

/* Refuses what is below a mode ("full", "root", "plain"). 0, or -EINVAL: no such mode. */
int grounds_require(const char *mode);

/*
 * Finds the best mode of this host.  When it is not the best there is, one line
 * on stderr says so and why: less is never taken in silence.  0, or a negative
 * errno with one sentence, when not even what is required can be had.
 */
int grounds_find(struct buf *why);

/* What was found; before that, what is required. */
enum isolation grounds_isolation(void);

#endif
