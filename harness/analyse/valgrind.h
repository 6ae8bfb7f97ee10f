/*
 * What memcheck, Helgrind and DRD share: how they are started, going through their
 * logs, and from an error of Valgrind's to a finding.
 */
#ifndef PROCTOR_ANALYSE_VALGRIND_H
#define PROCTOR_ANALYSE_VALGRIND_H

#include <stdbool.h>

#include "harness/analyse/analyser.h"
#include "harness/analyse/valgrind_xml.h"

/* From Valgrind's kinds of error to ours. */
struct valgrind_kind {
	const char *valgrind; /* "InvalidRead" */
	const char *words; /* that stand in what Valgrind says of it; NULL: any */
	const char *kind; /* "invalid-access" */
	const char *hint;
	const char *read;
	/*
	 * Puts into words what Valgrind says of it (`what`), by the process that it was seen in;
	 * NULL: as Valgrind says it.  Caller frees.
	 */
	char *(*say)(const char *what, const char *process);
	/* Whether an error of this kind is of no matter to anyone; NULL: never. */
	bool (*is_noise)(const struct valgrind_error *error);
	bool is_access; /* counts only where the program itself accesses, no library in between */
	bool doubtful; /* a right program may show it: never confirmed */
	bool at_exit; /* counts in the programs that were started, is doubtful in their children */
};

/*
 * Appends a finding for each error of the tool's logs that is one of `kinds` (the
 * first that fits; ends with a NULL name) and that has a frame in the student's code.
 * 0, or a negative errno with a sentence when a log cannot be read.
 */
int valgrind_analyse(const char *tool, const struct valgrind_kind *kinds, bool confirmed,
	const struct analysis *in, struct findings *out, struct buf *why);

/*
 * Whether the access of that stack is the program's own, or one of a function that
 * Valgrind puts in libc's place (strcpy, …).  What libc does in between may be ordered by
 * locks of its own, which no tool sees.
 */
bool valgrind_is_own_access(const struct valgrind_stack *stack);

/*
 * Whether Helgrind and DRD know every edge of the program (steps/edges.h), so that
 * what they say of threads is sure.
 */
bool valgrind_knows_every_edge(const json_t *build);

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

/*
 * What every tool is started with; VALGRIND_ERROR_EXIT is a second witness, should the
 * report be forged.
 *
 * All processes report into one socket (sandbox/ledger.h), under a number that Valgrind
 * keeps to itself.  With %p in the name of the log, a forked child begins its report
 * with a head of its own, so that every process is known by what it wrote first; the log
 * itself has only messages about the tool.  Neither .valgrindrc nor VALGRIND_OPTS count,
 * and suppressions come from a sealed descriptor: a program that execs itself could bring
 * its own.
 */
#define VALGRIND_COMMAND(tool)                                                                     \
	"/usr/bin/valgrind", "--tool=" tool, "--quiet", "--xml=yes", "--xml-fd={report}",          \
		"--log-file=/proc/%p/../../dev/null", "--command-line-only=yes",                   \
		"--suppressions=/proc/self/fd/{suppressions}", "--trace-children=yes",             \
		"--vgdb=no", "--num-callers=24", VALGRIND_ERROR_EXIT

#endif
