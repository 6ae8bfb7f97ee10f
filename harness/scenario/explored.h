/*
 * What an exploration has told, and what of it is right: explored/SUITE.NAME/found.jsonl.
 *
 * Its first line is of our own:
 *
 *	{ "explored": "relay", "argv": ["relay", "-n", "2"], "outcome": "EXITED(0)" }
 *
 * with how the controller itself ended.  The others are the controller's (boxed/report.h); each
 * one with a "status" has one more member: "wrong", what of that end of the program is not as
 * it should be, in a sentence, or "" for nothing.
 */
#ifndef PROCTOR_SCENARIO_EXPLORED_H
#define PROCTOR_SCENARIO_EXPLORED_H

#include <jansson.h>

#include "harness/scenario/scenario.h"

/* The first line (new reference), of the peer in whose place the controller ran. */
json_t *explored_head(const struct peer *peer);

/*
 * Makes "kept" of each line that has one a schedule of this very program, in a box, with its input
 * beside it: whatever the controller wrote, and only what a schedule is (explore/kept.h).
 */
void explored_relate(json_t *lines);

/* What core/observation.h has of it (new reference); NULL: it did not come to its end. */
json_t *explored_sum(const json_t *lines);

/* Adds "wrong" to each line with a status. */
void explored_judge(json_t *lines, const struct exploration *exploration);

#endif
