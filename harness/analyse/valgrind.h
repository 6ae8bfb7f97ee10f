/*
 * What memcheck and Helgrind share: going through their logs, and from an
 * error of Valgrind's to a finding.
 */
#ifndef PROCTOR_ANALYSE_VALGRIND_H
#define PROCTOR_ANALYSE_VALGRIND_H

#include <stdbool.h>

#include "harness/analyse/analyser.h"
#include "harness/analyse/valgrind_xml.h"

/* From Valgrind's kinds of error to ours. */
struct valgrind_kind {
	const char *valgrind; /* "InvalidRead" */
	const char *kind; /* "invalid-access" */
	const char *hint;
	const char *read;
};

/*
 * Appends a finding for each error of the tool's logs whose kind is in `kinds`
 * (ends with a NULL name) and that has a frame in the student's code.
 * 0, or a negative errno with a sentence when a log cannot be read.
 */
int valgrind_analyse(const char *tool, const struct valgrind_kind *kinds, bool confirmed,
	const struct analysis *in, struct findings *out, struct buf *why);

/*
 * The sentence of analyser.h's `withheld`.  Proven: a log was changed, or taken away
 * by a program that otherwise ended as it does without the tool.  Not proven: the
 * program speaks to Valgrind itself, or it did other things under Valgrind than in
 * the plain run of the same scenario, without an error that explains it.
 */
char *valgrind_withheld(const char *tool, const struct analysis *in, bool *ret_proven);

/* The status of a program in which Valgrind saw an error, and the outcome that it makes. */
#define VALGRIND_ERROR_EXIT "--error-exitcode=77"
#define VALGRIND_SAW_ERROR "EXITED(77)"

/* Where a tool writes inside of the box, one file a process. */
#define VALGRIND_XML "--xml-file=/tmp/.evidence/%p.xml"

/* Neither .valgrindrc nor VALGRIND_OPTS: a program that execs itself could bring its own. */
#define VALGRIND_OWN_OPTIONS "--command-line-only=yes"

#endif
