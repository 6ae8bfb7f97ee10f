/*
 * An assignment: assignments/ID/assignment.yaml and the folders around it.
 *
 *	id: pipe-relay
 *	title: Relay lines through a pipe
 *	mechanisms: [pipe]             # what the seccomp rule lets through
 *	build: sources                 # or make: the student's own Makefile
 *	programs:
 *	  - name: relay
 *	    sources: ["*.c"]           # patterns over the submission's files (build: sources)
 *	flags: [-std=gnu11, -Wall]     # added to ours
 *	libraries: [-pthread]
 *	limits: {cpu_ms: 5000, memory_mb: 256, processes: 64}    # any of them
 *	analyse:
 *	  - tool: memcheck             # an analyser that wraps peers, analyse/analyser.h
 *	    scenarios: [lines/?*]
 *
 * Where things lie is decided here and nowhere else: for an assignment folder
 * DIR with the ID i, the reference is DIR/../../reference/i and the rubric
 * DIR/../../rubrics/i.yaml when they exist there, else DIR/reference and
 * DIR/rubric.yaml (an assignment of one's own in one folder).
 */
#ifndef PROCTOR_CORE_ASSIGNMENT_H
#define PROCTOR_CORE_ASSIGNMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/base/buf.h"

enum assignment_build { ASSIGNMENT_SOURCES, ASSIGNMENT_MAKE };

struct assignment_program {
	char *name;
	char **sources;
	unsigned sources_count;
};

/* 0 in a field: the harness's default (steps/run.c, sandbox/limits.h). */
struct assignment_limits {
	unsigned cpu_ms; /* CPU time of all tasks of one run */
	unsigned memory_mb; /* MiB */
	unsigned processes; /* tasks alive at once */
};

struct assignment_tool {
	char *tool;
	char **scenarios;
	unsigned scenarios_count;
};

struct assignment {
	char *id;
	char *title;
	char **mechanisms;
	unsigned mechanisms_count;
	enum assignment_build build;
	struct assignment_program *programs;
	unsigned programs_count;
	char **flags;
	unsigned flags_count;
	char **libraries;
	unsigned libraries_count;
	struct assignment_limits limits;
	struct assignment_tool *analyse;
	unsigned analyse_count;

	/* Not in the file: where everything lies (owned). */
	struct assignment_paths {
		char *dir; /* the assignment's folder */
		char *yaml; /* DIR/assignment.yaml */
		char *handout; /* DIR/handout.md */
		char *starter; /* DIR/starter */
		char *scenarios; /* DIR/scenarios.c */
		char *rubric; /* rubrics/ID.yaml or DIR/rubric.yaml */
		char *reference; /* reference/ID or DIR/reference: solution, bugs/, variants/ */
	} paths;
};

/*
 * Reads DIR/assignment.yaml.  0, or a negative errno with one sentence in
 * `why` that starts with file:line where there is one.  Free with
 * assignment_free().
 */
int assignment_load(const char *dir, struct assignment **ret, struct buf *why);
void assignment_free(struct assignment *assignment);

#endif
