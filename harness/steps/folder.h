/*
 * The folder of one submission's results, and the files in it.
 *
 *	plan.jsonl     what is graded against: one line (struct plan)
 *	collect.jsonl  source/          collect
 *	build.jsonl    build/           build
 *	run.jsonl      tools/ explored/ run
 *	analyse.jsonl                   analyse
 *	judge.jsonl                     judge
 *	score.jsonl                     score: it is there when all is done
 *	report.txt, report.json, …      report
 *
 * Each step reads only these and writes its file as a whole.
 */
#ifndef PROCTOR_STEPS_FOLDER_H
#define PROCTOR_STEPS_FOLDER_H

#include <jansson.h>

#include "harness/base/buf.h"
#include "harness/core/assignment.h"

/* plan.jsonl: what later steps and `rescore` need to know without the tree. */
struct plan {
	char *assignment; /* the ID */
	char *folder; /* the assignment's folder, absolute */
	char *oracle; /* digest of what it is judged with (steps/oracle.h) */
	char *submission; /* its name */
	char *mode; /* isolation mode of the boxes */
	json_t *scenarios; /* all of the assignment, suite/name each */
	json_t *tools; /* [{"name", "version"}] */
};

void plan_release(struct plan *plan);
int plan_save(const struct plan *plan, const char *dir, struct buf *why);
int plan_load(const char *dir, struct plan *ret, struct buf *why);

/* DIR/NAME.jsonl as an array; 0, or a negative errno with a sentence. */
int folder_load(const char *dir, const char *name, json_t **ret, struct buf *why);
int folder_save(const char *dir, const char *name, const json_t *lines, struct buf *why);

/* The stored names of the files that were collected (new reference); NULL with a sentence. */
json_t *folder_sources(const char *dir, struct buf *why);

/* Removes what a former grading left from the step of that file on (score first). */
void folder_clear(const char *dir);

#endif
