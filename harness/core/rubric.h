/*
 * A rubric: points and wording, from rubrics/ID.yaml.
 *
 *	assignment: pipe-relay
 *	title: Relay lines through a pipe
 *	items:
 *	  - id: builds
 *	    title: The program compiles
 *	    points: 10
 *	    build: yes                 # decided by the build
 *	  - id: eof
 *	    title: The child sees end of file
 *	    points: 15
 *	    scenarios: [eof/?*]        # shell patterns over suite/name
 *	    findings: [deadlock]       # kinds that lose the item, see core/finding.h
 *	    within: [eof/?*]           # only findings seen in these scenarios (default: anywhere)
 *	    requires: [builds]         # else skipped
 *	    share: yes                 # points in proportion to scenarios passed
 *	    extra: no                  # extra credit: counts over 100, not in `possible`
 *	    visible: student           # or staff
 *	    hint: A reader sees end of file only when every copy of the write end is closed.
 *	    read: pipe(7)
 *	deductions:
 *	  - finding: zombie
 *	    points: 2                  # for each finding of this kind
 *	    cap: 6                     # at most, over all of them
 *	    title: Children are reaped
 *
 * Read with libcyaml; every error is one sentence that starts with file:line.
 */
#ifndef PROCTOR_CORE_RUBRIC_H
#define PROCTOR_CORE_RUBRIC_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/base/buf.h"

enum rubric_visible { RUBRIC_STUDENT, RUBRIC_STAFF };

struct rubric_item {
	char *id;
	char *title;
	double points;
	bool build;
	char **scenarios;
	unsigned scenarios_count;
	char **findings;
	unsigned findings_count;
	char **within;
	unsigned within_count;
	char **requires;
	unsigned requires_count;
	bool share;
	bool extra;
	enum rubric_visible visible;
	char *hint; /* NULL: none */
	char *read; /* NULL: none */
};

struct rubric_deduction {
	char *finding;
	double points;
	double cap; /* 0: no cap */
	char *title;
};

struct rubric {
	char *assignment;
	char *title;
	struct rubric_item *items;
	unsigned items_count;
	struct rubric_deduction *deductions;
	unsigned deductions_count;
};

/*
 * Reads and checks a rubric: unknown or missing keys, doubled ids, unknown
 * kinds and requirements, an item that nothing decides, points below 0, a
 * requirement that comes after its user (so no cycle can be written).
 * Returns 0, or a negative errno with one sentence in `why`
 * ("rubrics/x.yaml:7: unknown key 'point' (did you mean 'points'?)").
 * Free with rubric_free().
 */
int rubric_load(const char *path, struct rubric **ret, struct buf *why);
void rubric_free(struct rubric *rubric);

/* The sum of the points of all items that are no extra credit. */
double rubric_possible(const struct rubric *rubric);

/* The item of that id, or NULL. */
const struct rubric_item *rubric_item(const struct rubric *rubric, const char *id);

/*
 * Whether the item counts this scenario: one of its patterns matches.
 */
bool rubric_item_counts(const struct rubric_item *item, const char *scenario);

/*
 * Checks the rubric against the scenarios that exist (suite/name each):
 * a pattern that matches none is -EINVAL with a sentence in `why`.  Used by
 * every command that grades; validate also asks that each scenario counts
 * exactly once (steps/validate.c).
 */
int rubric_check_scenarios(const struct rubric *rubric, const char *path,
	const char *const *scenarios, size_t count, struct buf *why);

#endif
