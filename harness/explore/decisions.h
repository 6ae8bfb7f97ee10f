/*
 * The decisions that make a schedule (explorer/decision.h), once its run is over.
 */
#ifndef PROCTOR_EXPLORE_DECISIONS_H
#define PROCTOR_EXPLORE_DECISIONS_H

#include <jansson.h>

#include "explorer/arena.h"
#include "harness/base/buf.h"
#include "harness/explore/circumstances.h"

/* In the order of the run. */
struct decisions {
	struct decision *list; /* owned */
	uint32_t count;
	struct circumstances circumstances; /* in which they were taken */
};

#define DECISIONS_INIT                                                                             \
	{                                                                                          \
		.list = NULL                                                                       \
	}
#define cleanup_decisions __attribute__((cleanup(decisions_release)))

/* Those of a run. -E2BIG: it took more than the arena holds. */
int decisions_take(struct decisions *ret, const struct arena *arena);

void decisions_copy(struct decisions *ret, const struct decisions *from);
void decisions_release(struct decisions *decisions);

/* How many of them let another task go on although the one that ran could have. */
uint32_t decisions_preemptions(const struct decisions *decisions);

/*
 * As one word, and back: "0.4-1,1.2c3" is that the task 0 at its point 4 lets task 1 go on, and
 * that at point 2 of task 1 choice 3 is made; behind a colon the circumstances, where there are any
 * (circumstances.h).  False: it is none, or more than so many fit.
 */
enum { DECISIONS_IN_WORD = 16 };
bool decisions_add(struct buf *out, const struct decisions *decisions);
bool decisions_parse(const char *word, struct decisions *ret);

/*
 * [[0, 4, "next", 1], [1, 2, "choice", 1]]: the task that held the token, how many points it had
 * come to before, and which task went on or which choice was made.  What is read is bounded;
 * -EBADMSG where it is none, and then `why` has a sentence.
 */
json_t *decisions_to_json(const struct decisions *decisions);
int decisions_from_json(const json_t *json, struct decisions *ret, struct buf *why);

#endif
