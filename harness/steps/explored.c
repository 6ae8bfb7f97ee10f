#include "harness/steps/explored.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "harness/analyse/analyser.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/steps/build.h"
#include "harness/steps/folder.h"
#include "harness/steps/sources.h"
#include "harness/steps/workshop.h"

enum { OUTPUT_SHOWN = 16 << 10 };

/* What of a build's every line is the same. */
struct building {
	const struct assignment *assignment;
	const char *dir;
	json_t *files; /* the stored names of collect.jsonl */
	json_t *lines; /* build.jsonl so far */
};

static bool is_wanted(const struct assignment *assignment)
{
	for (unsigned i = 0; i < assignment->analyse_count; i++) {
		const struct analyser *tool = analyser(assignment->analyse[i].tool);

		if (tool && tool->build && strcmp(tool->build, "explored") == 0)
			return true;
	}
	return false;
}

static void add_line(
	struct building *building, const char *program, const struct workshop_job *job, bool built)
{
	char text[OUTCOME_TEXT_MAX];
	size_t shown = job->output.length < OUTPUT_SHOWN ? job->output.length : OUTPUT_SHOWN;
	cleanup_free char *reason =
		built ? xstrdup("")
		      : xasprintf("%s cannot be built for the explorer (%s)", program,
				job->why ? job->why : outcome_text(job->outcome, text));

	json_array_append_new(building->lines,
		json_pack("{s:s, s:s, s:s, s:s, s:s, s:o}", "build", "explored", "program", program,
			"reason", reason, "command", job->command ? job->command : "", "outcome",
			outcome_text(job->outcome, text), "output",
			jsonl_text(job->output.data, shown)));
}

static bool fetch(struct building *building, struct workshop *workshop, const char *inside,
	const char *program)
{
	cleanup_free char *outside = xasprintf("%s/build/explored/%s", building->dir, program);

	return workshop_fetch(workshop, inside, outside, 0755) == 0;
}

static bool succeeded(const struct workshop_job *job)
{
	return job->outcome.kind == OUTCOME_EXITED && job->outcome.value == 0;
}

static void compile(struct building *building, struct workshop *workshop,
	const struct assignment_program *program)
{
	const struct assignment *a = building->assignment;
	cleanup_free const char **argv =
		xcalloc(json_array_size(building->files) + a->flags_count + a->libraries_count + 8,
			sizeof(*argv));
	cleanup_free char *out = xasprintf("/tmp/out/%s", program->name);
	cleanup_workshop_job struct workshop_job job = WORKSHOP_JOB_INIT;
	size_t count = 0, i;
	json_t *file;
	bool built;

	argv[count++] = WORKSHOP_GCC;
	argv[count++] = "-o";
	argv[count++] = out;
	for (i = 0; i < a->flags_count; i++)
		argv[count++] = a->flags[i];
	json_array_foreach(building->files, i,
		file) if (sources_of_program(program, json_string_value(file))) argv[count++] =
		json_string_value(file);
	for (i = 0; i < a->libraries_count; i++)
		argv[count++] = a->libraries[i];
	built = workshop_run(workshop, argv, &job) == 0 && succeeded(&job) &&
		fetch(building, workshop, out, program->name);
	add_line(building, program->name, &job, built);
}

static void make(struct building *building, struct workshop *workshop)
{
	const struct assignment *a = building->assignment;
	cleanup_workshop_job struct workshop_job job = WORKSHOP_JOB_INIT;
	bool made = workshop_run(workshop, (const char *const[]){ "make", NULL }, &job) == 0 &&
		    succeeded(&job);

	for (unsigned i = 0; i < a->programs_count; i++) {
		cleanup_free char *inside = xasprintf("/box/%s", a->programs[i].name);

		add_line(building, a->programs[i].name, &job,
			made && fetch(building, workshop, inside, a->programs[i].name));
	}
}

/* A fresh box for each program, as in the plain build. */
static int build_each(struct building *building, struct buf *why)
{
	const struct assignment *a = building->assignment;
	unsigned times = a->build == ASSIGNMENT_MAKE ? 1 : a->programs_count;

	for (unsigned i = 0; i < times; i++) {
		cleanup_workshop struct workshop workshop = WORKSHOP_INIT;
		int error = workshop_open(&workshop, building->dir, building->files, why);

		if (error)
			return error;
		error = workshop_instrument(&workshop);
		if (error) {
			buf_printf(why, "cannot put the explorer into a box: %s", strerror(-error));
			return error;
		}
		if (a->build == ASSIGNMENT_MAKE)
			make(building, &workshop);
		else
			compile(building, &workshop, &a->programs[i]);
	}
	return 0;
}

static bool is_built(const char *dir)
{
	cleanup_free char *reason = NULL;
	cleanup_buf struct buf ignored = BUF_INIT;
	enum verdict verdict = VERDICT_BROKEN;

	return build_verdict(dir, &verdict, &reason, &ignored) == 0 && verdict == VERDICT_PASSED;
}

int explored_build(const struct assignment *assignment, const char *dir, struct buf *why)
{
	cleanup_json json_t *lines = NULL;
	cleanup_json json_t *files = NULL;
	cleanup_free char *out = file_join(dir, "build/explored");
	struct building building = { .assignment = assignment, .dir = dir };
	int error;

	if (!is_wanted(assignment) || !is_built(dir))
		return 0;
	files = folder_sources(dir, why);
	error = files ? folder_load(dir, "build", &lines, why) : -EINVAL;
	if (error)
		return error;
	error = file_mkdir_p(out);
	if (error) {
		buf_printf(why, "cannot make %s: %s", out, strerror(-error));
		return error;
	}
	building.files = files;
	building.lines = lines;
	error = build_each(&building, why);
	return error ? error : folder_save(dir, "build", lines, why);
}
