/*
 * proctor batch: a whole class.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/interrupt.h"
#include "harness/base/pool.h"
#include "harness/base/text.h"
#include "harness/cmd/options.h"
#include "harness/cmd/progress.h"
#include "harness/cmd/results.h"
#include "harness/cmd/screen.h"
#include "harness/steps/batch.h"
#include "harness/steps/class.h"
#include "harness/steps/paperwork.h"

/* What has just ended, in a few words: "ann: 85 of 100". */
static char *told(const struct batch *batch, const struct batch_entry *entry)
{
	cleanup_free char *dir = file_join(batch->dir, entry->name);
	cleanup_free char *failure = file_join(dir, "failure.txt");
	cleanup_buf struct buf why = BUF_INIT;
	struct report *report;
	char *text;

	if (entry->error) {
		file_read(failure, &why, 1 << 16);
		return xasprintf("%s: not graded: %s", entry->name, why.data);
	}
	if (paperwork_load(dir, &report, &why) < 0)
		return xasprintf("%s: %s", entry->name, why.data);
	text = xasprintf(
		"%s: %g of %g points", entry->name, report->score.score, report->score.possible);
	report_free(report);
	return text;
}

static void step(const struct batch *batch, const struct batch_entry *entry, void *data)
{
	cleanup_free char *what = told(batch, entry);

	progress_step(data, batch->count - batch->left, what);
}

static int grade_class(struct batch *batch)
{
	cleanup_buf struct buf why = BUF_INIT;
	struct progress progress;
	int error;

	progress_begin(&progress, batch->count, batch->count - batch->left);
	if (batch->left < batch->count)
		fprintf(stderr, "%zu of %zu were graded before and have not changed\n",
			batch->count - batch->left, batch->count);
	batch->progress = step;
	batch->data = &progress;
	error = batch_run(batch, &why);
	progress_end(&progress);
	if (error && error != -EINTR)
		warn("%s", why.data);
	return error;
}

static int worst_status(const struct batch *batch, const struct report_row *rows, size_t count)
{
	int status = FAULT_EXIT_FULL;

	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].state, "broken") == 0)
			return FAULT_EXIT_BROKEN;
		if (strcmp(rows[i].state, "graded") == 0 && rows[i].score < rows[i].possible)
			status = FAULT_EXIT_POINTS;
	}
	for (size_t i = 0; i < batch->count; i++) {
		if (batch->entries[i].error == -EIO)
			return FAULT_EXIT_BROKEN;
		if (batch->entries[i].error)
			status = FAULT_EXIT_USAGE;
	}
	return status;
}

/* The table (or, with nothing kept, the CSV) on standard output. */
static int tell_class(const struct batch *batch, bool kept)
{
	cleanup_buf struct buf why = BUF_INIT;
	const struct report_style style = screen_style(true);
	struct report_row *rows;
	size_t count;
	int status;
	int error = class_load(batch->dir, &rows, &count, &why);

	if (error)
		return results_failed(error, why.data);
	status = worst_status(batch, rows, count);
	if (kept) {
		if (class_write_csv(batch->dir, rows, count, &why) < 0) {
			warn("%s", why.data);
			status = FAULT_EXIT_BROKEN;
		}
		report_class_table(rows, count, &style, stdout);
		printf("\nReports: %s/NAME/report.txt (also report.json, junit.xml, results.json)\n"
		       "Grades:  %s/grades.csv\n",
			batch->dir, batch->dir);
	} else if (report_class_csv(rows, count, stdout) < 0) {
		status = FAULT_EXIT_BROKEN;
	}
	class_free(rows, count);
	return status;
}

static int run_class(
	const char *assignment, const char *folder, const char *dir, unsigned jobs, bool kept)
{
	cleanup_course struct course course = COURSE_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	cleanup_buf struct buf notes = BUF_INIT;
	struct batch batch = { .course = &course, .dir = dir, .jobs = jobs };
	int error = course_open(assignment, &course, &why);
	int status;

	if (!error)
		error = batch_find(folder, &batch, &notes, &why);
	if (error) {
		batch_release(&batch);
		return results_failed(error, why.data);
	}
	fputs(notes.data, stderr);
	error = grade_class(&batch);
	status = error == -EINTR ? FAULT_EXIT_BROKEN
		 : error         ? FAULT_EXIT_BROKEN
				 : tell_class(&batch, kept);
	if (interrupt_seen() && kept)
		fprintf(stderr, "Interrupted, %zu left: the same command goes on from here.\n",
			batch.left);
	batch_release(&batch);
	return status;
}

static int run_batch(int argc, char **argv)
{
	const struct verb *verb = verb_find("batch");
	const char *output = NULL;
	unsigned jobs = pool_width();
	const struct option_spec specs[] = {
		{ "output", 'o', OPTION_TEXT, &output },
		{ "jobs", 'j', OPTION_NUMBER, &jobs },
		OPTION_REQUIRE,
		{ NULL },
	};
	int first = options_parse(verb, argc, argv, specs, 2, 2);
	cleanup_free char *temporary = NULL;
	bool kept;
	int status;

	if (!output)
		options_refuse(
			verb, "-o DIR is missing: where the results go (- for the CSV alone)");
	kept = strcmp(output, "-") != 0;
	if (!kept)
		temporary = file_temp_dir();
	if (!kept && !temporary)
		die("cannot make a temporary folder: %s", strerror(errno));
	interrupt_watch();
	status = run_class(argv[first], argv[first + 1], kept ? output : temporary, jobs, kept);
	if (temporary)
		file_remove_tree(temporary);
	if (interrupt_seen())
		interrupt_end();
	return status;
}

REGISTRY_ADD(verbs, verb) = {
	.name = "batch",
	.usage = "batch ID|PATH SUBMISSIONS -o DIR [-j N]",
	.about = "grade a class: every submission in a folder",
	.help = "\n"
		"SUBMISSIONS is a folder that holds one folder, .c file or archive for each\n"
		"student. One that breaks stops nothing; started again, it grades only what is\n"
		"left or has changed. At the end: a table, and DIR/grades.csv.\n"
		"\n"
		"  -o, --output DIR   where the results go; - prints the CSV and keeps nothing\n"
		"  -j, --jobs N       submissions at a time (default: one a processor)\n"
		"  --require MODE       refuse less isolation than full, root or plain\n"
		"\n"
		"Exit status: 0 full marks for all, 1 points lost, 2 bad input or some submission\n"
		"that cannot be read, 3 broken on our side.\n",
	.run = run_batch,
};
