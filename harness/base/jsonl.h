/*
 * JSON lines: one JSON object a line, the form in which each step leaves its
 * work for the next (HACKING.md, "One grade, as data").
 *
 * A file is written as a whole: lines gather in memory and jsonl_save() puts
 * them in place with one rename, so a file that is there is complete.
 */
#ifndef PROCTOR_BASE_JSONL_H
#define PROCTOR_BASE_JSONL_H

#include <jansson.h>

#include "harness/base/buf.h"

/* A json_t reference that is dropped at the end of the scope. */
#define cleanup_json __attribute__((cleanup(jsonl_decref_)))

static inline void jsonl_decref_(json_t **value)
{
	json_decref(*value);
}

/* Appends `line` (borrowed) as one line. */
void jsonl_add(struct buf *lines, const json_t *line);

/* Writes the gathered lines to `path` as a whole. 0 or a negative errno. */
int jsonl_save(const struct buf *lines, const char *path);

/*
 * Reads a whole file into a new JSON array, one element a line.
 * Returns 0, a negative errno, or -EBADMSG; then `why` names file and line.
 */
int jsonl_load(const char *path, json_t **ret, struct buf *why);

/* Parses lines in memory; `name` stands for the file in `why`. */
int jsonl_parse(const char *text, size_t length, const char *name, json_t **ret, struct buf *why);

/* The string under `key`, or `otherwise` when it is absent or no string. */
const char *jsonl_string(const json_t *object, const char *key, const char *otherwise);

/* The number under `key`, or `otherwise`. */
double jsonl_number(const json_t *object, const char *key, double otherwise);

/* The truth under `key`, false when absent. */
int jsonl_true(const json_t *object, const char *key);

/* Whether `value` is absent (NULL), or a list of nothing but strings. */
int jsonl_is_texts(const json_t *value);

/*
 * A JSON string of any bytes: what is not valid UTF-8, and NUL, becomes
 * U+FFFD, since JSON cannot say it (RFC 8259, section 8.1).
 */
json_t *jsonl_text(const char *bytes, size_t length);

/* A finite number, without a fraction where there is none: 15, not 15.0. */
json_t *jsonl_points(double points);

#endif
