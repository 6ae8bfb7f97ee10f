/*
 * What a run did, step by step, for people: who ran, which call, on what, with which result; where
 * one was let on before another, and where it went wrong.
 */
#ifndef PROCTOR_EXPLORE_STORY_H
#define PROCTOR_EXPLORE_STORY_H

#include "harness/explore/sighting.h"

/*
 * Of a run, as its arena has it: a line a step, the same again and again in one line, and
 * between them lines that begin with "*": an interruption, or a choice that is not the
 * ordinary one.  With a sighting it ends where that is seen, and a line that begins
 * with "!" says so.  At most the last `most` lines, of a livelock the first ones; 0: all.
 */
void story_tell(struct buf *out, struct lines *lines, const struct session_result *result,
	const struct sighting *sighting, unsigned most);

/* How many steps of the trace lie before the fault. */
uint32_t story_length(const struct session_result *result, const struct sighting *sighting);

#endif
