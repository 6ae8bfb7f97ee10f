/*
 * proctor grade: one submission, one score, one report.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "harness/base/interrupt.h"
#include "harness/base/pool.h"
#include "harness/cmd/options.h"
#include "harness/cmd/results.h"
#include "harness/cmd/screen.h"
#include "harness/steps/collect_name.h"
#include "harness/steps/grade.h"
#include "harness/steps/paperwork.h"

struct wish {
	const char *assignment;
	const char *submission;
	const char *output; /* NULL or "-": nothing is kept */
	const char *format;
	unsigned jobs;
};

static bool is_kept(const struct wish *wish)
{
	return wish->output && strcmp(wish->output, "-") != 0;
}

/* Grades into `dir` and prints; an exit status. */
static int grade_into(const struct wish *wish, const char *dir, const struct report_format *format)
{
	cleanup_course struct course course = COURSE_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	int error = course_open(wish->assignment, &course, &why);

	if (!error)
		error = grade(&course, wish->submission, dir, wish->jobs, &why);
	if (error)
		return results_failed(error, why.data);
	return results_print(dir, format, is_kept(wish));
}

static int run_grade(int argc, char **argv)
{
	const struct verb *verb = verb_find("grade");
	struct wish wish = { .format = "terminal", .jobs = pool_width() };
	const struct option_spec specs[] = {
		{ "output", 'o', OPTION_TEXT, &wish.output },
		{ "format", 'f', OPTION_TEXT, &wish.format },
		{ "jobs", 'j', OPTION_NUMBER, &wish.jobs },
		{ NULL },
	};
	int first = options_parse(verb, argc, argv, specs, 2, 2);
	const struct report_format *format = report_format(wish.format);
	cleanup_free char *name = collect_name(argv[first + 1]);
	cleanup_free char *dir = NULL;
	int status;

	if (!format)
		options_refuse(verb, "there is no format '%s'", wish.format);
	wish.assignment = argv[first];
	wish.submission = argv[first + 1];
	dir = is_kept(&wish) ? file_join(wish.output, name) : file_temp_dir();
	if (!dir)
		die("cannot make a temporary folder: %s", strerror(errno));
	interrupt_watch();
	status = grade_into(&wish, dir, format);
	if (!is_kept(&wish))
		file_remove_tree(dir);
	if (interrupt_seen())
		interrupt_end();
	return status;
}

REGISTRY_ADD(verbs, verb) = {
	.name = "grade",
	.usage = "grade ID|PATH SUBMISSION [-o DIR] [--format FORMAT] [-j N]",
	.about = "grade one submission and print its report",
	.help = "\n"
		"SUBMISSION is a folder, a .c file, or a .zip or .tar.* archive.\n"
		"\n"
		"  -o, --output DIR   keep all evidence and every report in DIR/NAME/;\n"
		"                     without it, or with -, only the report is printed\n"
		"  -f, --format NAME  what to print: terminal, json, junit, gitlab,\n"
		"                     gradescope or csv\n"
		"  -j, --jobs N       scenarios side by side (default: one a processor)\n"
		"\n"
		"Exit status: 0 full marks, 1 points lost, 2 bad input, 3 broken on our side.\n",
	.run = run_grade,
};
