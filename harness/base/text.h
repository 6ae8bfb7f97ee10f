/*
 * Small work on text: patterns, and bytes made fit for people to see.
 */
#ifndef PROCTOR_BASE_TEXT_H
#define PROCTOR_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/base/buf.h"

/* Whether `name` matches the shell pattern; `*` also matches `/` (fnmatch(3)). */
bool text_matches(const char *pattern, const char *name);

/* Appends the bytes as UTF-8; each byte that is none, and NUL, as U+FFFD. */
void text_to_utf8(struct buf *into, const char *bytes, size_t length);

/*
 * Appends the bytes so that a terminal shows them and does nothing else: \n \t
 * \\ and \xHH for what is no printable ASCII or valid UTF-8; cut after `cap`
 * bytes with "… (N bytes)".
 */
void text_escape(struct buf *into, const char *bytes, size_t length, size_t cap);

/* "1 line", "3 lines": the count with its noun (caller frees). */
char *text_count(unsigned long count, const char *noun);

/* Points as people write them: 15, 7.5, 33.33 (caller frees). */
char *text_points(double points);

bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);

/* Edit distance, for "did you mean"; at most `limit`, then limit + 1. */
unsigned text_distance(const char *a, const char *b, unsigned limit);

#endif
