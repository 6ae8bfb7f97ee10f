#include "harness/steps/grade.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "harness/analyse/analyser.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/core/home.h"
#include "harness/steps/analyse.h"
#include "harness/steps/build.h"
#include "harness/steps/collect.h"
#include "harness/steps/collect_name.h"
#include "harness/steps/explored.h"
#include "harness/steps/folder.h"
#include "harness/steps/grounds.h"
#include "harness/steps/mark.h"
#include "harness/steps/paperwork.h"
#include "harness/steps/run.h"
#include "harness/steps/versions.h"
#include "sandbox/box.h"

/*** the course ***/

static int check_fit(const struct assignment *assignment, const struct rubric *rubric,
	const json_t *scenarios, struct buf *why)
{
	size_t count = json_array_size(scenarios);
	cleanup_free const char **names = xcalloc(count, sizeof(*names));

	for (size_t i = 0; i < count; i++) {
		const json_t *entry = json_array_get(scenarios, i);

		/* An oracle lists them as objects, a plan as names. */
		names[i] = json_is_string(entry) ? json_string_value(entry)
						 : jsonl_string(entry, "scenario", "");
	}
	if (strcmp(rubric->assignment, assignment->id) != 0) {
		buf_printf(why, "%s: is for the assignment '%s', not '%s'",
			assignment->paths.rubric, rubric->assignment, assignment->id);
		return -EINVAL;
	}
	return rubric_check_scenarios(rubric, assignment->paths.rubric, names, count, why);
}

/* The box is the one that knows what mechanisms there are. */
static int check_mechanisms(const struct assignment *assignment, struct buf *why)
{
	enum { NEAR = 3 };

	for (unsigned i = 0; i < assignment->mechanisms_count; i++) {
		const char *name = assignment->mechanisms[i];

		if (filter_mechanism_bit(name))
			continue;
		buf_printf(why, "%s: no mechanism is called '%s'", assignment->paths.yaml, name);
		for (const struct filter_mechanism *m = filter_mechanisms_table; m->name; m++)
			if (text_distance(name, m->name, NEAR) <= NEAR) {
				buf_printf(why, " (did you mean '%s'?)", m->name);
				break;
			}
		return -EINVAL;
	}
	return 0;
}

int course_open(const char *name, struct course *ret, struct buf *why)
{
	cleanup_free char *dir = home_assignment(name);
	struct course course = COURSE_INIT;
	int error;

	if (!dir) {
		buf_printf(why,
			strchr(name, '/') ? "%s: there is no assignment.yaml"
					  : "there is no assignment '%s' (`proctor list` shows "
					    "what there is)",
			name);
		return -ENOENT;
	}
	error = grounds_find(why);
	if (!error)
		error = assignment_load(dir, &course.assignment, why);
	if (!error)
		error = check_mechanisms(course.assignment, why);
	if (!error)
		error = rubric_load(course.assignment->paths.rubric, &course.rubric, why);
	if (!error)
		error = oracle_open(course.assignment, &course.oracle, why);
	if (!error)
		error = check_fit(course.assignment, course.rubric, course.oracle.list, why);
	if (error)
		course_release(&course);
	else
		*ret = course;
	return error;
}

void course_release(struct course *course)
{
	assignment_free(course->assignment);
	rubric_free(course->rubric);
	oracle_release(&course->oracle);
	course->assignment = NULL;
	course->rubric = NULL;
}

/*** one grade ***/

static int write_plan(
	const struct course *course, const char *submission, const char *dir, struct buf *why)
{
	cleanup_free char *folder = realpath(course->assignment->paths.dir, NULL);
	cleanup_free char *name = collect_name(submission);
	cleanup_json json_t *scenarios = json_array();
	cleanup_json json_t *tools = versions_json();
	struct plan plan = {
		.assignment = course->assignment->id,
		.folder = folder,
		.oracle = course->oracle.digest,
		.submission = name,
		.mode = (char *)(uintptr_t)isolation_name(grounds_isolation()),
		.scenarios = scenarios,
		.tools = tools,
	};
	size_t i;
	json_t *line;

	json_array_foreach(course->oracle.list, i, line)
		json_array_append(scenarios, json_object_get(line, "scenario"));
	return plan_save(&plan, dir, why);
}

static int mark(const struct rubric *rubric, const char *dir, struct buf *why)
{
	int error = mark_judge(rubric, dir, why);

	return error ? error : mark_score(rubric, dir, why);
}

static int write_reports(const char *dir, struct buf *why)
{
	struct report *report;
	int error = paperwork_load(dir, &report, why);

	if (error)
		return error;
	error = paperwork_write(report, dir, why);
	report_free(report);
	return error;
}

/* From what was handed in to findings. */
static int observe(const struct course *course, const char *submission, const char *dir,
	unsigned jobs, const char *pattern, struct buf *why)
{
	int error = file_mkdir_p(dir);

	if (error) {
		buf_printf(why, "cannot make %s: %s", dir, strerror(-error));
		return error;
	}
	folder_clear(dir);
	error = collect(submission, dir, why);
	if (!error)
		error = write_plan(course, submission, dir, why);
	if (!error)
		error = build(course->assignment, dir, why);
	if (!error)
		error = explored_build(course->assignment, dir, why);
	if (!error)
		error = run(course->assignment, &course->oracle, dir, jobs, pattern, why);
	return error ? error : analyse(dir, why);
}

int grade(const struct course *course, const char *submission, const char *dir, unsigned jobs,
	struct buf *why)
{
	int error = observe(course, submission, dir, jobs, NULL, why);

	if (!error)
		error = mark(course->rubric, dir, why);
	return error ? error : write_reports(dir, why);
}

static bool matches_some(const json_t *scenarios, const char *pattern)
{
	size_t i;
	json_t *line;

	json_array_foreach(scenarios, i,
		line) if (text_matches(pattern, jsonl_string(line, "scenario", ""))) return true;
	return false;
}

int grade_scenarios(const struct course *course, const char *submission, const char *dir,
	unsigned jobs, const char *pattern, struct buf *why)
{
	const json_t *scenarios = course->oracle.list;

	if (!matches_some(scenarios, pattern)) {
		buf_printf(why, "%s has no scenario '%s'; one is called %s", course->assignment->id,
			pattern, jsonl_string(json_array_get(scenarios, 0), "scenario", "nothing"));
		return -EINVAL;
	}
	return observe(course, submission, dir, jobs, pattern, why);
}

int grade_again(const char *dir, struct buf *why)
{
	struct plan plan = { .assignment = NULL };
	struct assignment *assignment = NULL;
	struct rubric *rubric = NULL;
	int error = plan_load(dir, &plan, why);

	if (!error)
		error = assignment_load(plan.folder, &assignment, why);
	if (!error)
		error = rubric_load(assignment->paths.rubric, &rubric, why);
	if (!error)
		error = check_fit(assignment, rubric, plan.scenarios, why);
	if (!error)
		error = mark(rubric, dir, why);
	plan_release(&plan);
	assignment_free(assignment);
	rubric_free(rubric);
	return error ? error : write_reports(dir, why);
}
