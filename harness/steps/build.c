#include "harness/steps/build.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/steps/diagnostics.h"
#include "harness/steps/edges.h"
#include "harness/steps/folder.h"
#include "harness/steps/sources.h"
#include "harness/steps/workshop.h"

/* A compiler that prints this much has said enough. */
enum { OUTPUT_SHOWN = 16 << 10 };

/* What of a build's every line is the same. */
struct building {
	const struct assignment *assignment;
	const char *dir;
	json_t *files; /* the stored names of collect.jsonl */
	json_t *lines; /* build.jsonl so far */
};

static void add_line(struct building *building, const char *program, const struct workshop_job *job,
	enum verdict verdict, const char *reason)
{
	char text[OUTCOME_TEXT_MAX];
	size_t shown = job->output.length < OUTPUT_SHOWN ? job->output.length : OUTPUT_SHOWN;

	json_array_append_new(building->lines,
		json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o}", "build", "plain", "program",
			program, "verdict", verdict_name(verdict), "reason", reason, "command",
			job->command ? job->command : "", "outcome",
			outcome_text(job->outcome, text), "output",
			jsonl_text(job->output.data, shown), "diagnostics",
			diagnostics_parse(job->output.data, job->output.length)));
}

/* One sentence on why a job did not do, from its outcome and its first error. */
static char *failure(const char *program, const struct workshop_job *job)
{
	cleanup_json json_t *list = diagnostics_parse(job->output.data, job->output.length);
	char sentence[128];
	size_t i;
	json_t *entry;

	/* What a limit ended did not come to say its own reason. */
	if (job->outcome.kind != OUTCOME_EXITED)
		json_array_clear(list);
	json_array_foreach(
		list, i, entry) if (strcmp(jsonl_string(entry, "severity", ""), "error") ==
				    0) return jsonl_number(entry, "line", 0) > 0
		? xasprintf("%s does not compile: %s:%d: %s", program,
			  jsonl_string(entry, "file", ""), (int)jsonl_number(entry, "line", 0),
			  jsonl_string(entry, "message", ""))
		: xasprintf("%s does not build: %s", program, jsonl_string(entry, "message", ""));
	outcome_sentence(job->outcome, sentence, sizeof(sentence));
	return xasprintf("%s does not build: the compiler %s", program, sentence);
}

static bool succeeded(const struct workshop_job *job)
{
	return job->outcome.kind == OUTCOME_EXITED && job->outcome.value == 0;
}

/* Takes the built program out of the box; false when it is not there. */
static bool fetch_program(struct building *building, struct workshop *workshop, const char *inside,
	const char *program)
{
	cleanup_free char *outside = xasprintf("%s/build/plain/%s", building->dir, program);

	return workshop_fetch(workshop, inside, outside, 0755) == 0;
}

/*** from a list of sources ***/

static const char **matching(
	const struct building *building, const struct assignment_program *program)
{
	size_t count = 0;
	const char **found = xcalloc(json_array_size(building->files) + 1, sizeof(*found));
	size_t i;
	json_t *file;

	json_array_foreach(building->files, i,
		file) if (sources_of_program(program, json_string_value(file))) found[count++] =
		json_string_value(file);
	return found;
}

static void add_words(
	const char **argv, size_t *count, const char *const *words, size_t words_count)
{
	for (size_t i = 0; i < words_count; i++)
		argv[(*count)++] = words[i];
}

static void compile(struct building *building, struct workshop *workshop,
	const struct assignment_program *program)
{
	const struct assignment *a = building->assignment;
	cleanup_free const char **sources = matching(building, program);
	cleanup_free const char **argv =
		xcalloc(json_array_size(building->files) + a->flags_count + a->libraries_count + 16,
			sizeof(*argv));
	cleanup_free char *out = xasprintf("/tmp/out/%s", program->name);
	cleanup_workshop_job struct workshop_job job = WORKSHOP_JOB_INIT;
	cleanup_free char *reason = NULL;
	size_t count = 0;

	if (!sources[0]) {
		reason = xasprintf("%s cannot be built: no file is called %s", program->name,
			program->sources_count ? program->sources[0] : "anything");
		add_line(building, program->name, &job, VERDICT_FAILED, reason);
		return;
	}
	add_words(argv, &count,
		(const char *const[]){ "gcc", workshop->map, "-g", "-Og", "-o", out }, 6);
	add_words(argv, &count, (const char *const *)a->flags, a->flags_count);
	for (const char **source = sources; *source; source++)
		argv[count++] = *source;
	add_words(argv, &count, (const char *const *)a->libraries, a->libraries_count);
	if (workshop_run(workshop, argv, &job) < 0) {
		add_line(building, program->name, &job, VERDICT_BROKEN, job.why);
		return;
	}
	if (succeeded(&job) && fetch_program(building, workshop, out, program->name)) {
		add_line(building, program->name, &job, VERDICT_PASSED, "");
		return;
	}
	reason = failure(program->name, &job);
	add_line(building, program->name, &job, VERDICT_FAILED, reason);
}

/*** with the student's own Makefile ***/

static void make(struct building *building, struct workshop *workshop)
{
	const struct assignment *a = building->assignment;
	cleanup_workshop_job struct workshop_job job = WORKSHOP_JOB_INIT;
	int error = workshop_run(workshop, (const char *const[]){ "make", NULL }, &job);

	for (unsigned i = 0; i < a->programs_count; i++) {
		const char *name = a->programs[i].name;
		cleanup_free char *inside = xasprintf("/box/%s", name);
		cleanup_free char *reason = NULL;

		if (error < 0) {
			add_line(building, name, &job, VERDICT_BROKEN, job.why);
		} else if (succeeded(&job) && fetch_program(building, workshop, inside, name)) {
			add_line(building, name, &job, VERDICT_PASSED, "");
		} else {
			reason = succeeded(&job) ? xasprintf("make did not build %s", name)
						 : failure(name, &job);
			add_line(building, name, &job, VERDICT_FAILED, reason);
		}
	}
}

/*** the step ***/

/* A fresh box for each program: what one build leaves behind is no other's. */
static int build_each(struct building *building, struct buf *why)
{
	const struct assignment *a = building->assignment;
	unsigned times = a->build == ASSIGNMENT_MAKE ? 1 : a->programs_count;

	for (unsigned i = 0; i < times; i++) {
		cleanup_workshop struct workshop workshop = WORKSHOP_INIT;
		int error = workshop_open(&workshop, building->dir, building->files, why);

		if (error)
			return error;
		if (a->build == ASSIGNMENT_MAKE)
			make(building, &workshop);
		else
			compile(building, &workshop, &a->programs[i]);
	}
	return 0;
}

int build(const struct assignment *assignment, const char *dir, struct buf *why)
{
	cleanup_json json_t *files = folder_sources(dir, why);
	cleanup_json json_t *lines = json_array();
	cleanup_free char *out = file_join(dir, "build/plain");
	struct building building = { assignment, dir, files, lines };
	int error = files ? file_mkdir_p(out) : -EINVAL;

	if (error) {
		if (files)
			buf_printf(why, "cannot make %s: %s", out, strerror(-error));
		return error;
	}
	error = build_each(&building, why);
	if (!error)
		error = edges_add(assignment, dir, files, lines, why);
	return error ? error : folder_save(dir, "build", lines, why);
}

int build_verdict(const char *dir, enum verdict *ret, char **ret_reason, struct buf *why)
{
	cleanup_json json_t *lines = NULL;
	enum verdict whole = VERDICT_PASSED;
	const char *reason = "";
	size_t i;
	json_t *line;
	int error = folder_load(dir, "build", &lines, why);

	if (error)
		return error;
	json_array_foreach(lines, i, line)
	{
		enum verdict one = VERDICT_PASSED;

		if (verdict_parse(jsonl_string(line, "verdict", "passed"), &one) < 0 ||
			one == VERDICT_PASSED)
			continue;
		/* What is our fault stands before what is the student's. */
		if (whole != VERDICT_BROKEN) {
			whole = one;
			reason = jsonl_string(line, "reason", "");
		}
	}
	*ret = whole;
	*ret_reason = xstrdup(reason);
	return 0;
}
