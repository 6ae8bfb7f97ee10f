/*
 * Grading one submission for somebody who waits for it: what `grade` and
 * `check` have in common.
 */
#ifndef PROCTOR_CMD_SINGLE_H
#define PROCTOR_CMD_SINGLE_H

#include <stdbool.h>

#include "harness/cmd/options.h"

struct single {
	const char *assignment; /* NULL: as the folder of the work remembers (homework.h) */
	const char *work; /* folder, file or archive */
	const char *output; /* keep results below it; NULL or "-": nothing is kept */
	const char *format; /* what to print */
	unsigned jobs;
	const char *scenario; /* run only those that match, and make no score; NULL: grade */
	bool staff; /* also show what only staff may see */
};

/* The options of both, for options_parse(); the others are a verb's own, each with a comma behind
 * it. */
#define SINGLE_OPTIONS(single, ...)                                                                \
	{                                                                                          \
		{ "output", 'o', OPTION_TEXT, &(single)->output },                                 \
			{ "format", 'f', OPTION_TEXT, &(single)->format },                         \
			{ "jobs", 'j', OPTION_NUMBER, &(single)->jobs },                           \
			{ "scenario", 's', OPTION_TEXT, &(single)->scenario }, OPTION_REQUIRE,     \
			__VA_ARGS__{ NULL },                                                       \
	}

/* Grades and prints; an exit status. Ends by the signal when it was interrupted. */
int single_run(const struct verb *verb, const struct single *single);

#endif
