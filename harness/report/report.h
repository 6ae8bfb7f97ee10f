/*
 * One graded submission, ready to be written in some format.
 *
 * steps/report.c fills it from the stage files; a format only reads it.  All
 * texts are valid UTF-8 but may hold control characters and anything that a
 * student can type: each format escapes for its own syntax.
 */
#ifndef PROCTOR_REPORT_REPORT_H
#define PROCTOR_REPORT_REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "harness/base/registry.h"
#include "harness/core/faults.h"
#include "harness/core/finding.h"
#include "harness/core/judge.h"
#include "harness/core/observation.h"
#include "harness/core/rubric.h"
#include "harness/core/score.h"
#include "harness/core/verdict.h"

/* One rubric item with all that is known of it; pointers are borrowed. */
struct report_item {
	const struct rubric_item *rubric;
	const struct judgement *judgement;
	double points;
	double possible;
};

/* Name and version of something that took part: "valgrind" "3.19.0". */
struct report_tool {
	char *name;
	char *version;
};

struct report {
	char *assignment; /* the ID */
	char *title;
	char *submission; /* the submission's name */
	char *digest; /* of what was handed in, hexadecimal SHA-256 */
	char *mode; /* isolation mode of the box: "full", … */
	enum verdict build;
	char *build_reason; /* one sentence when the build did not pass */
	struct rubric *rubric;
	struct judgements judgements;
	struct findings findings;
	struct faults faults; /* of them, ranked */
	struct observations observations;
	struct score score;
	struct report_item *items; /* in the rubric's order */
	size_t items_count;
	struct report_tool *tools;
	size_t tools_count;
	double cpu_seconds; /* CPU time spent on grading it */
	bool broken; /* some verdict is broken: exit status 3 */
};

void report_free(struct report *report);

/* The exit status that this report stands for: enum fault_exit. */
int report_exit(const struct report *report);

/* How a format may write. */
struct report_style {
	bool colour; /* a terminal is there and NO_COLOR is not set */
	bool staff; /* also what only staff may see */
	unsigned width; /* columns, 0: 80 */
};

/*
 * A report format: one file in harness/report/, registered with
 *	REGISTRY_ADD(report_formats, report_format) = { … };
 */
struct report_format {
	const char *name; /* for --format */
	const char *file; /* the file's name in runs/SUBMISSION/, e.g. "report.json" */
	const char *about; /* one line for --help */
	/* Writes the report. 0 or a negative errno. */
	int (*write)(const struct report *report, const struct report_style *style, FILE *out);
};

REGISTRY_DECLARE(report_formats, report_format);

/* The format of that name, or NULL. */
const struct report_format *report_format(const char *name);

/* One submission's line in the table of a class. */
struct report_row {
	char *submission;
	char *state; /* "graded", or why not: "broken", … */
	double score;
	double possible;
	char **items; /* item ids (borrowed order of the rubric), NULL-terminated, or NULL */
	double *points; /* points of each item, as many as `items` */
	double *worth; /* points that each item can give; NULL: not known */
	enum verdict *verdicts; /* of each item; NULL: told from the points */
	char *remark; /* a few words: "does not compile", "deadlock (eof)", "" */
};

/*
 * Makes the row of one report; all of it is owned by the row and freed with
 * report_row_release().  report_remark() is the few words alone (caller frees).
 */
void report_row_fill(const struct report *report, struct report_row *ret);
void report_row_release(struct report_row *row);
char *report_remark(const struct report *report);

/*
 * grades.csv of a class (RFC 4180, UTF-8): header `submission,score,possible,
 * status,<item ids…>,remark`; a submission that is not graded has empty cells
 * where points would stand, never 0.
 */
int report_class_csv(const struct report_row *rows, size_t count, FILE *out);

/* The table of a class for a terminal, with the mean and the lost items. */
void report_class_table(
	const struct report_row *rows, size_t count, const struct report_style *style, FILE *out);

#endif
