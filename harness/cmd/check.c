/*
 * proctor check: a student's own run, with what a student may see.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "harness/base/interrupt.h"
#include "harness/base/pool.h"
#include "harness/cmd/homework.h"
#include "harness/cmd/options.h"
#include "harness/cmd/results.h"
#include "harness/steps/collect_name.h"
#include "harness/steps/grade.h"

struct wish {
	const char *assignment; /* NULL: as the folder remembers */
	const char *work; /* the student's folder, file or archive */
	const char *output; /* NULL or "-": nothing is kept */
	const char *format;
	unsigned jobs;
};

static bool is_kept(const struct wish *wish)
{
	return wish->output && strcmp(wish->output, "-") != 0;
}

static int check_into(const struct wish *wish, const char *dir, const struct report_format *format)
{
	cleanup_course struct course course = COURSE_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	cleanup_free char *assignment = wish->assignment ? xstrdup(wish->assignment) : NULL;
	int error = assignment ? 0 : homework_read(wish->work, &assignment, &why);

	if (!error)
		error = course_open(assignment, &course, &why);
	if (!error)
		error = grade(&course, wish->work, dir, wish->jobs, &why);
	if (error)
		return results_failed(error, why.data);
	return results_print_student(dir, format, is_kept(wish));
}

static int run_check(int argc, char **argv)
{
	const struct verb *verb = verb_find("check");
	struct wish wish = { .work = ".", .format = "terminal", .jobs = pool_width() };
	const struct option_spec specs[] = {
		{ "assignment", 'a', OPTION_TEXT, &wish.assignment },
		{ "output", 'o', OPTION_TEXT, &wish.output },
		{ "format", 'f', OPTION_TEXT, &wish.format },
		{ "jobs", 'j', OPTION_NUMBER, &wish.jobs },
		{ NULL },
	};
	int first = options_parse(verb, argc, argv, specs, 0, 1);
	const struct report_format *format = report_format(wish.format);
	cleanup_free char *name = NULL;
	cleanup_free char *dir = NULL;
	int status;

	if (!format)
		options_refuse(verb, "there is no format '%s'", wish.format);
	if (first < argc)
		wish.work = argv[first];
	name = collect_name(wish.work);
	dir = is_kept(&wish) ? file_join(wish.output, name) : file_temp_dir();
	if (!dir)
		die("cannot make a temporary folder: %s", strerror(errno));
	interrupt_watch();
	status = check_into(&wish, dir, format);
	if (!is_kept(&wish))
		file_remove_tree(dir);
	if (interrupt_seen())
		interrupt_end();
	return status;
}

REGISTRY_ADD(verbs, verb) = {
	.name = "check",
	.usage = "check [DIR] [--assignment ID|PATH] [-o DIR] [--format FORMAT] [-j N]",
	.about = "check one's own work, as often as one likes",
	.help = "\n"
		"Grades the work in DIR (default: here) as `proctor grade` does, and shows what a\n"
		"student may see. DIR remembers its assignment when `proctor start` made it.\n"
		"\n"
		"  -a, --assignment ID  check against this assignment\n"
		"  -o, --output DIR     keep all evidence and every report in DIR/NAME/\n"
		"  -f, --format NAME    what to print: terminal, json, junit, gitlab,\n"
		"                       gradescope or csv\n"
		"  -j, --jobs N         scenarios side by side (default: one a processor)\n"
		"\n"
		"Exit status: 0 full marks, 1 points lost, 2 bad input, 3 broken on our side.\n",
	.run = run_check,
};
