#include "harness/cmd/single.h"

#include <errno.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/interrupt.h"
#include "harness/cmd/homework.h"
#include "harness/cmd/look.h"
#include "harness/cmd/results.h"
#include "harness/steps/collect_name.h"
#include "harness/steps/grade.h"

static bool is_kept(const struct single *single)
{
	return single->output && strcmp(single->output, "-") != 0;
}

static int open_course(const struct single *single, struct course *ret, struct buf *why)
{
	cleanup_free char *assignment = single->assignment ? xstrdup(single->assignment) : NULL;
	int error = assignment ? 0 : homework_read(single->work, &assignment, why);

	return error ? error : course_open(assignment, ret, why);
}

static int look_into(const struct single *single, const char *dir)
{
	cleanup_course struct course course = COURSE_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	int error = open_course(single, &course, &why);

	if (!error)
		error = grade_scenarios(
			&course, single->work, dir, single->jobs, single->scenario, &why);
	return error ? results_failed(error, why.data) : look_print(dir, single->staff);
}

static int grade_into(
	const struct single *single, const char *dir, const struct report_format *format)
{
	cleanup_course struct course course = COURSE_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	int error = open_course(single, &course, &why);

	if (!error)
		error = grade(&course, single->work, dir, single->jobs, &why);
	if (error)
		return results_failed(error, why.data);
	return results_print(dir, format, single->staff, is_kept(single));
}

int single_run(const struct verb *verb, const struct single *single)
{
	const struct report_format *format = report_format(single->format);
	cleanup_free char *name = collect_name(single->work);
	cleanup_free char *dir = NULL;
	int status;

	if (!format)
		options_refuse(verb, "there is no format '%s'", single->format);
	if (single->scenario && (single->output || strcmp(single->format, "terminal") != 0))
		options_refuse(verb, "--scenario makes no score and no report: it goes without "
				     "--output and --format");
	dir = is_kept(single) ? file_join(single->output, name) : file_temp_dir();
	if (!dir)
		die("cannot make a temporary folder: %s", strerror(errno));
	interrupt_watch();
	status = single->scenario ? look_into(single, dir) : grade_into(single, dir, format);
	if (!is_kept(single))
		file_remove_tree(dir);
	if (interrupt_seen())
		interrupt_end();
	return status;
}
