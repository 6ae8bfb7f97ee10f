/*
 * An analyser: from what the build and the runs left to findings.
 *
 * One file in harness/analyse/ each, registered with
 *
 *	REGISTRY_ADD(analysers, analyser) = { .name = "memcheck", … };
 *
 * An analyser with a `command` is a tool: run starts the submission's programs
 * under it in the scenarios that assignment.yaml names, and what each process reports
 * to the descriptor REQUEST_REPORT (scenario/request.h) is its evidence.
 */
#ifndef PROCTOR_ANALYSE_ANALYSER_H
#define PROCTOR_ANALYSE_ANALYSER_H

#include <jansson.h>
#include <stdbool.h>

#include "harness/base/buf.h"
#include "harness/base/registry.h"
#include "harness/core/finding.h"
#include "harness/core/observation.h"

/* Where an analyser's libraries lie inside of the box (scenario/request.h). */
#define ANALYSER_LIBRARIES "/tmp/.tool"

/* What an analyser reads; all borrowed. */
struct analysis {
	const char *dir; /* the submission's results: evidence paths are below it or absolute */
	const json_t *build; /* the lines of build.jsonl */
	const struct observations *observations; /* of run.jsonl, plain and under tools */
};

struct analyser {
	const char *name; /* also the tool's name in assignment.yaml */
	const char *about; /* one line for people */
	const char *const *kinds; /* of findings that it can make, NULL-terminated */
	const char *const *command; /* what wraps a program, perhaps no word; NULL: no tool */
	const char *const *environment; /* what is added to a program's; NULL: nothing */
	const char *suppressions; /* a file of DATA/suppressions/ (core/home.h); NULL: none */
	const char *program; /* must be there for it, "valgrind"; NULL: none */
	/*
	 * Files of ours that are put into the box for it (home()->libraries), to be loaded into the
	 * programs or to run them, NULL-terminated; NULL: none.
	 */
	const char *const *libraries;
	/* A program of ours that the command begins with, and that runs explore()'s; NULL: none. */
	const char *controller;
	const char *build; /* which build it runs: a folder of build/; NULL: plain */
	const char *evidence; /* the folder of what it leaves; NULL: tools/NAME */
	/* Runs that failed are repeated under it (steps/retrace.h): no assignment need name it. */
	bool after_failures;
	/*
	 * Appends findings.  0, or a negative errno with a sentence when the
	 * evidence cannot be read: its kinds are then lost, which is our fault.
	 */
	int (*analyse)(const struct analysis *in, struct findings *out, struct buf *why);
	/*
	 * One sentence (caller frees) when the submission kept the tool from its work, so
	 * that nothing found is no evidence; else NULL.  `*ret_proven`: nothing but tampering
	 * explains it, and it costs points; otherwise a right program might do the same, and
	 * somebody has to look.  A tool may lack it.
	 */
	char *(*withheld)(const struct analysis *in, bool *ret_proven);
};

REGISTRY_DECLARE(analysers, analyser);

/*
 * Whether every program of the submission ended by itself in that run.  One that a
 * limit ended cut its tool's report short: no fault of ours, and the plain run
 * has shown the fault already.
 */
bool analyser_ended_by_itself(const struct observation *observation);

/* The analyser of that name, or NULL. */
const struct analyser *analyser(const char *name);

/* The version of an analyser's program ("3.19.0"), NULL when it is not installed; caller frees. */
char *analyser_version(const struct analyser *analyser);

#endif
