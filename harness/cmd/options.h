/*
 * The options of a verb, told once as a table and read with getopt_long(3).
 *
 * A usage error prints one line that names the wrong word and exits with
 * FAULT_EXIT_USAGE; --help prints the verb's help and exits with 0.
 */
#ifndef PROCTOR_CMD_OPTIONS_H
#define PROCTOR_CMD_OPTIONS_H

#include <stdbool.h>

#include "harness/cmd/verb.h"

enum option_kind {
	OPTION_FLAG,
	OPTION_TEXT,
	OPTION_NUMBER,
	OPTION_ISOLATION, /* an isolation mode; goes to grounds_require(), no value */
};

/* For the table of every verb that opens boxes. */
#define OPTION_REQUIRE                                                                             \
	{                                                                                          \
		"require", 0, OPTION_ISOLATION, NULL                                               \
	}

/* One option; the table ends with a NULL long name. */
struct option_spec {
	const char *name; /* "--NAME" */
	char letter; /* "-L"; 0: none */
	enum option_kind kind;
	void *value; /* bool *, const char ** or unsigned *, by kind */
};

/*
 * Takes the options out of argv; what is left are the arguments, whose number
 * must be from `least` to `most` (most -1: any).  Returns the index of the
 * first one in argv.
 */
int options_parse(const struct verb *verb, int argc, char **argv, const struct option_spec *specs,
	int least, int most);

/* A usage error: one line on stderr, exit FAULT_EXIT_USAGE. */
void options_refuse(const struct verb *verb, const char *format, ...)
	__attribute__((noreturn, format(printf, 2, 3)));

#endif
