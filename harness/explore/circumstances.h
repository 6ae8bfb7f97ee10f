/*
 * What is settled of a run before it begins, beside who goes on in it: what the kernel may do,
 * and who leaves and when (explorer/choice.h).  A schedule's seed draws them; a run that is made
 * again by its decisions has them as they were.
 */
#ifndef PROCTOR_EXPLORE_CIRCUMSTANCES_H
#define PROCTOR_EXPLORE_CIRCUMSTANCES_H

#include <jansson.h>

#include "explorer/arena.h"
#include "harness/base/buf.h"

struct circumstances {
	uint32_t choices; /* bits of enum choice */
	uint32_t leaver; /* process + 1 that is killed; 0: nobody */
	uint32_t leaves_at; /* when it has begun so many steps */
	bool reader_leaves; /* that of stdout */
	uint32_t reader_leaves_after; /* so many writes */
	uint64_t input_given; /* bytes, where stdin is a pipe */
};

/* Those of a run, and into the arena before one. */
struct circumstances circumstances_of(const struct arena *arena);
void circumstances_set(struct arena *arena, const struct circumstances *circumstances);

/* "parts+small": bits of enum choice, and back. False: there is a word that names none. */
void circumstances_choices_add(struct buf *out, uint32_t choices);
bool circumstances_choices_parse(const char *text, uint32_t *ret);

/*
 * As one word: "parts+small", "leave+process2.7", "leave+writes3", "leave+bytes11"; nothing of a
 * plain run.  False: it is none.
 */
void circumstances_add(struct buf *out, const struct circumstances *circumstances);
bool circumstances_parse(const char *text, struct circumstances *ret);

/* As an object; what is missing in it is as in a plain run. -EBADMSG, and a sentence in `why`. */
json_t *circumstances_to_json(const struct circumstances *circumstances);
int circumstances_from_json(const json_t *json, struct circumstances *ret, struct buf *why);

#endif
