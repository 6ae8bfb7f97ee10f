/*
 * What the files that read the records of a run share: misuse_faults.c, misuse_handler.c and
 * misuse_left.c.
 */
#ifndef PROCTOR_ANALYSE_MISUSE_READING_H
#define PROCTOR_ANALYSE_MISUSE_READING_H

#include "harness/analyse/misuse_faults.h"
#include "harness/base/buf.h"

/* One record, and all that it is read with. */
struct reading {
	const struct misuse_run *run;
	const struct misuse_image *image;
	const struct misuse_record *record;
	const char *program; /* of the image: a file's name */
	const struct place_book *book;
	enum misuse_part part;
	struct findings *out;
};

/* What a finding adds to its place and message. */
struct advice {
	const char *kind;
	const char *hint;
	const char *read;
	bool confirmed;
};

/* The call that the address in that field stands behind. */
const struct place *reading_call(const struct reading *reading, size_t field);

/* The handler that begins at the address in that field. */
const struct place *reading_handler(const struct reading *reading, size_t field);

/* Adds " at relay.c:12", nothing when the line is not known. */
void reading_add_at(struct buf *text, const struct place *place);

/* Adds a finding at that place; `place` without a line: one without a line. */
void reading_add(const struct reading *reading, const struct advice *advice,
	const struct place *place, const char *message);

/* With further places that the message names, as a finding has them. */
void reading_add_with(const struct reading *reading, const struct advice *advice,
	const struct place *place, const char *places, const char *message);

/* misuse_handler.c: a call, and another errno, that a handler leaves. */
void reading_unsafe(const struct reading *reading);
void reading_errno(const struct reading *reading);

/* misuse_left.c: children and objects. */
void reading_left(const struct reading *reading);
void reading_created(const struct reading *reading);

#endif
