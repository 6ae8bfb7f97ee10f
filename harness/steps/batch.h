/*
 * A class: many submissions against one assignment.
 *
 * Every submission is graded in a process of its own, so that one that breaks
 * stops nothing.  One whose results are whole and newer than what was handed in,
 * and that was judged with the same oracle, is not graded again: a batch that
 * was interrupted does only what is left.
 *
 *	DIR/NAME/          results of one submission (steps/folder.h)
 *	DIR/NAME/failure.txt   one sentence, when it could not be graded
 *	DIR/grades.csv     the whole class
 */
#ifndef PROCTOR_STEPS_BATCH_H
#define PROCTOR_STEPS_BATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/base/buf.h"
#include "harness/steps/grade.h"

/* One submission of the class. */
struct batch_entry {
	char *path; /* what was handed in */
	char *name; /* folder of its results, unique in the class */
	bool done; /* its results are there and whole */
	int error; /* 0, or why it could not be graded (negative errno) */
};

struct batch {
	const struct course *course;
	const char *dir;
	unsigned jobs;
	struct batch_entry *entries; /* sorted by name */
	size_t count;
	size_t left; /* not done yet */
	/* Called after each submission; `entry` is what has just ended. */
	void (*progress)(const struct batch *batch, const struct batch_entry *entry, void *data);
	void *data;
};

/*
 * Finds the submissions in a folder: folders, .c files and archives; others are
 * left out and told in `notes`, a line each.  0, or -EINVAL with a sentence.
 */
int batch_find(const char *folder, struct batch *batch, struct buf *notes, struct buf *why);

/* Grades what is left. 0, -EINTR after Ctrl-C, or a negative errno with a sentence. */
int batch_run(struct batch *batch, struct buf *why);

void batch_release(struct batch *batch);

#endif
