/*
 * A YAML file, read into a struct by a libcyaml schema.
 *
 * libcyaml alone tells errors through a log, often with the line before the
 * one that is wrong, and takes any word for a truth.  So the file is first
 * parsed with libyaml, which keeps the place of each value, and held against
 * the schema here; libcyaml then fills the struct.  The places stay for the
 * caller's own checks.
 *
 *	cleanup_yaml_file struct yaml_file *file = NULL;
 *	struct rubric *rubric;
 *
 *	error = yaml_file_open(path, &file, why);
 *	if (!error)
 *		error = yaml_file_fill(file, &schema, (void **)&rubric, why);
 *	…
 *	if (rubric->items[3].points < 0)
 *		return yaml_file_refuse(file, yaml_file_line(file, "items/3/points"),
 *			why, "points are below 0");
 *
 * Every error is one sentence "path:line: …" ("path: …" when the file cannot
 * be read).  The prefix is yaml_file_, since libyaml exports names as short
 * as yaml_free: defining one of them would replace it inside libyaml.
 */
#ifndef PROCTOR_CORE_YAML_H
#define PROCTOR_CORE_YAML_H

#include <cyaml/cyaml.h>

#include "harness/base/buf.h"

struct yaml_file;

#define cleanup_yaml_file __attribute__((cleanup(yaml_file_close_)))

/*
 * Reads and parses the file; it must hold one document.  0, or a negative
 * errno with a sentence in `why`.  Close with yaml_file_close().
 */
int yaml_file_open(const char *path, struct yaml_file **ret, struct buf *why);
void yaml_file_close(struct yaml_file *file); /* NULL is fine */

static inline void yaml_file_close_(struct yaml_file **file)
{
	yaml_file_close(*file);
}

/*
 * Checks the file against the schema (a mapping behind a pointer) and fills a
 * new struct.  0, or -EINVAL with a sentence in `why`.  Beyond what libcyaml
 * asks: a truth is yes/no/true/false/on/off, a number is finite, a whole
 * number is decimal.  Free with yaml_file_free_data() and the same schema.
 */
int yaml_file_fill(
	struct yaml_file *file, const cyaml_schema_value_t *schema, void **ret, struct buf *why);
void yaml_file_free_data(const cyaml_schema_value_t *schema, void *data); /* NULL is fine */

/*
 * The line of a value, from 1: keys and indexes from the top, joined by '/'
 * ("items/3/requires/0").  A key stands for the line where it is written; what
 * is not there, for the line of what should hold it.
 */
unsigned yaml_file_line(struct yaml_file *file, const char *place, ...)
	__attribute__((format(printf, 2, 3)));

/* Appends "path:line: sentence" to `why` and returns -EINVAL. */
int yaml_file_refuse(const struct yaml_file *file, unsigned line, struct buf *why,
	const char *sentence, ...) __attribute__((format(printf, 4, 5)));

/* The known word that is nearest to one that is not known. */
struct yaml_guess {
	const char *word;
	const char *nearest; /* borrowed; NULL: none is near */
	unsigned distance; /* of `nearest` */
};

/* Offers one known word. */
void yaml_guess_try(struct yaml_guess *guess, const char *known);

/* " (did you mean 'points'?)", or "" when nothing is near (caller frees). */
char *yaml_guess_text(const struct yaml_guess *guess);

#endif
