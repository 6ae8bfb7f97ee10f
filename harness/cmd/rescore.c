/*
 * proctor rescore: new points from old evidence, after the rubric has changed.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "harness/base/interrupt.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/cmd/options.h"
#include "harness/cmd/results.h"
#include "harness/cmd/screen.h"
#include "harness/steps/class.h"
#include "harness/steps/folder.h"
#include "harness/steps/grade.h"

/* What a folder's score.jsonl says; `possible` 0: it has none yet. */
struct total {
	double score;
	double possible;
};

/* Bytes of a name that are shown. */
enum { LONGEST_NAME = 200 };

struct rescoring {
	struct buf told; /* a line for each score that changed */
	struct buf last; /* why the last one failed: the same is not told for each again */
	unsigned graded;
	unsigned changed;
	int error; /* of the last that failed */
};

static bool has_file(const char *dir, const char *name)
{
	cleanup_free char *path = file_join(dir, name);

	return file_exists(path);
}

static struct total read_total(const char *dir)
{
	cleanup_json json_t *lines = NULL;
	cleanup_buf struct buf ignored = BUF_INIT;
	const json_t *last;

	if (folder_load(dir, "score", &lines, &ignored) < 0)
		return (struct total){ 0 };
	last = json_array_get(lines, json_array_size(lines) - 1);
	return (struct total){ jsonl_number(last, "score", 0), jsonl_number(last, "possible", 0) };
}

static bool is_same(struct total a, struct total b)
{
	static const double nothing = 1e-9; /* sums of shares are not exact */

	return fabs(a.score - b.score) < nothing && fabs(a.possible - b.possible) < nothing;
}

static char *in_words(struct total total)
{
	cleanup_free char *score = text_points(total.score);
	cleanup_free char *possible = text_points(total.possible);

	return total.possible > 0 ? xasprintf("%s of %s", score, possible) : xstrdup("no grade");
}

static void tell_change(struct buf *told, const char *name, struct total before, struct total after)
{
	cleanup_free char *old = in_words(before);
	cleanup_free char *new = in_words(after);

	text_escape(told, name, strlen(name), LONGEST_NAME);
	buf_printf(told, ": %s -> %s\n", old, new);
}

static void rescore_one(struct rescoring *sum, const char *dir, const char *name)
{
	cleanup_buf struct buf why = BUF_INIT;
	struct total before = read_total(dir);
	struct total after;
	int error = grade_again(dir, &why);

	if (error) {
		if (strcmp(why.data, sum->last.data) != 0)
			sum->error = error, results_failed(error, why.data);
		buf_reset(&sum->last);
		buf_adds(&sum->last, why.data);
		return;
	}
	after = read_total(dir);
	sum->graded++;
	if (is_same(before, after))
		return;
	sum->changed++;
	tell_change(&sum->told, name, before, after);
}

/* What was graded as far as its evidence goes; the rest has nothing to score. */
static bool is_results(const char *dir)
{
	return has_file(dir, "plan.jsonl") && has_file(dir, "analyse.jsonl");
}

static int rescore_class(struct rescoring *sum, const char *dir)
{
	char **names = file_list(dir);

	if (!names)
		return -errno;
	for (char **name = names; *name && !interrupt_seen(); name++) {
		cleanup_free char *one = file_join(dir, *name);

		if (is_results(one))
			rescore_one(sum, one, *name);
	}
	file_list_free(names);
	return 0;
}

/* A class folder's table follows its scores. */
static int rewrite_csv(const char *dir, struct buf *why)
{
	struct report_row *rows;
	size_t count;
	int error = class_load(dir, &rows, &count, why);

	if (error)
		return error;
	error = class_write_csv(dir, rows, count, why);
	class_free(rows, count);
	return error;
}

static int tell_all(const struct rescoring *sum, const char *dir, bool csv)
{
	cleanup_free char *scores = text_count(sum->graded, "score");
	cleanup_buf struct buf text = BUF_INIT;

	buf_adds(&text, sum->told.data);
	buf_printf(&text, "%s looked at, %u changed.\n", scores, sum->changed);
	if (csv)
		buf_printf(&text, "Grades: %s/grades.csv\n", dir);
	return screen_put(&text);
}

static int rescore(struct rescoring *sum, const char *dir)
{
	cleanup_free char *name = file_basename(dir);
	cleanup_buf struct buf why = BUF_INIT;
	bool single = is_results(dir);
	bool csv = !single && has_file(dir, "grades.csv");
	int error = 0;
	int status;

	if (single)
		rescore_one(sum, dir, name);
	else
		error = rescore_class(sum, dir);
	if (error)
		buf_printf(&why, "cannot read the folder %s: %s", dir, strerror(-error));
	else if (sum->graded == 0 && !sum->error && !interrupt_seen())
		error = -ENOENT, buf_printf(&why, "%s: there are no results of a grading", dir);
	else if (csv && sum->graded)
		error = rewrite_csv(dir, &why);
	if (error)
		return results_failed(error, why.data);
	status = sum->graded ? tell_all(sum, dir, csv) : FAULT_EXIT_FULL;
	if (sum->error)
		return sum->error == -EINVAL || sum->error == -ENOENT ? FAULT_EXIT_USAGE
								      : FAULT_EXIT_BROKEN;
	return status;
}

static int run_rescore(int argc, char **argv)
{
	const struct verb *verb = verb_find("rescore");
	int first = options_parse(verb, argc, argv, (struct option_spec[]){ { NULL } }, 1, 1);
	struct rescoring sum = { .told = BUF_INIT, .last = BUF_INIT };
	int status;

	interrupt_watch();
	status = rescore(&sum, argv[first]);
	buf_release(&sum.told);
	buf_release(&sum.last);
	if (interrupt_seen())
		interrupt_end();
	return status;
}

REGISTRY_ADD(verbs, verb) = {
	.name = "rescore",
	.usage = "rescore DIR",
	.about = "score again with the rubric as it is now, running nothing",
	.help = "\n"
		"DIR is what `proctor grade -o` or `proctor batch -o` made: the results of one\n"
		"submission, or a folder of them. Judges and scores the evidence that lies there\n"
		"with the rubric as it is now, writes the reports (and a class's grades.csv)\n"
		"anew, and tells which scores have changed. No student code is run.\n"
		"\n"
		"Exit status: 0; 2 bad input; 3 broken on our side.\n",
	.run = run_rescore,
};
