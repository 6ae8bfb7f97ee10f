/*
 * What `proctor doctor` looks at: each check says how this host does, and what
 * can be done about it.
 */
#ifndef PROCTOR_CMD_CHECKUP_H
#define PROCTOR_CMD_CHECKUP_H

#include <stddef.h>

#include "harness/base/buf.h"

enum checkup_state {
	CHECKUP_FINE,
	CHECKUP_NOTE, /* costs nothing, good to know */
	CHECKUP_MISSING, /* some evidence cannot be had: the items that rest on it become broken */
	CHECKUP_FATAL, /* nothing can be graded */
};

struct checkup_line {
	const char *name; /* a word or two, not owned */
	enum checkup_state state;
	char *says; /* what was seen, one sentence or a few words */
	char *advice; /* a command or a sentence; NULL: none is needed */
};

struct checkup {
	struct checkup_line *lines;
	size_t count;
};

#define CHECKUP_INIT                                                                               \
	{                                                                                          \
		.lines = NULL                                                                      \
	}
#define cleanup_checkup __attribute__((cleanup(checkup_release)))

void checkup_release(struct checkup *checkup);

/* Adds a line and takes over both texts. */
void checkup_add(struct checkup *checkup, const char *name, enum checkup_state state, char *says,
	char *advice);

/* The worst state of all lines. */
enum checkup_state checkup_worst(const struct checkup *checkup);

/*
 * The parts, in the order in which they are told.  Where no box opens,
 * checkup_box() says why and what to change, and leaves out what needs one.
 */
void checkup_box(struct checkup *checkup);
void checkup_host(struct checkup *checkup);
void checkup_assignments(struct checkup *checkup);

#endif
