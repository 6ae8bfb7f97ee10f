/*
 * The fourth step: from observations to findings.
 *
 * Reads build.jsonl and run.jsonl; writes analyse.jsonl: one line for each
 * finding (core/finding.h), and one for each analyser whose evidence could not
 * be had, so that nothing is passed for want of evidence:
 *
 *	{ "lost": "memcheck", "kinds": ["leak", …], "why": "…" }
 */
#ifndef PROCTOR_STEPS_ANALYSE_H
#define PROCTOR_STEPS_ANALYSE_H

#include <jansson.h>

#include "harness/base/buf.h"
#include "harness/core/finding.h"

int analyse(const char *dir, struct buf *why);

/*
 * Loads what analyse() wrote: the findings, and the lines of what was lost (new
 * array).
 */
int analyse_load(const char *dir, struct findings *ret, json_t **ret_lost, struct buf *why);

#endif
