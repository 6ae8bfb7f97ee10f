/*
 * The words that `proctor` knows: one file in harness/cmd/ each, registered
 * with
 *
 *	REGISTRY_ADD(verbs, verb) = { .name = "grade", … };
 */
#ifndef PROCTOR_CMD_VERB_H
#define PROCTOR_CMD_VERB_H

#include "harness/base/buf.h"
#include "harness/base/fault.h"
#include "harness/base/registry.h"

struct verb {
	const char *name;
	const char *usage; /* behind "usage: proctor ": one line */
	const char *about; /* for the list of all: a few words; NULL: not listed */
	const char *help; /* the rest of `proctor NAME --help`: one screen */
	/* Does it; argv[0] is the name. Returns an enum fault_exit. */
	int (*run)(int argc, char **argv);
};

REGISTRY_DECLARE(verbs, verb);

const struct verb *verb_find(const char *name);

/* The nearest known word, for "did you mean"; NULL when none is near. */
const char *verb_nearest(const char *name);

void verb_print_help(const struct verb *verb);

#endif
