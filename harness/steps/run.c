#include "harness/steps/run.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "harness/analyse/analyser.h"
#include "harness/base/cleanup.h"
#include "harness/base/command.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/core/home.h"
#include "harness/core/verdict.h"
#include "harness/steps/build.h"
#include "harness/steps/folder.h"
#include "harness/steps/grounds.h"
#include "harness/steps/retrace.h"

/* What all runs of one submission have in common. */
struct running {
	const struct assignment *assignment;
	const struct oracle *oracle;
	char *dir; /* absolute: the scenario program may run anywhere */
	unsigned jobs;
	const char *pattern; /* only scenarios that match it; NULL: all */
	json_t *lines; /* run.jsonl so far */
};

/*** the request ***/

static json_t *strings(char *const *list, unsigned count)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < count; i++)
		json_array_append_new(array, json_string(list[i]));
	return array;
}

/*
 * A tool that runs a program, and is not only loaded into it, starts slowly, slows it down, and
 * needs more memory.  The scenarios that run under one are small: what spins must not spin for
 * twenty times its limit.
 */
enum { TOOL_START_MS = 20000, TOOL_FACTOR = 2, TOOL_MEMORY_MB = 2048 };

static json_t *limits_json(const struct assignment_limits *limits, bool tool)
{
	return json_pack("{s:i, s:i, s:i}", "cpu_ms",
		(int)(tool ? limits->cpu_ms * TOOL_FACTOR + TOOL_START_MS : limits->cpu_ms),
		"memory_mb", (int)(tool ? TOOL_MEMORY_MB : limits->memory_mb), "processes",
		(int)limits->processes);
}

static json_t *digest_json(const char *dir)
{
	cleanup_json json_t *lines = NULL;
	cleanup_buf struct buf ignored = BUF_INIT;
	const json_t *last;

	if (folder_load(dir, "collect", &lines, &ignored) < 0)
		return json_string("");
	last = json_array_get(lines, json_array_size(lines) - 1);
	return json_string(jsonl_string(last, "digest", ""));
}

static json_t *words(const char *const *list)
{
	json_t *array = json_array();

	for (; list && *list; list++)
		json_array_append_new(array, json_string(*list));
	return array;
}

static json_t *libraries_json(const char *const *names)
{
	json_t *array = json_array();

	for (; *names; names++)
		json_array_append_new(array, json_sprintf("%s/%s", home()->libraries, *names));
	return array;
}

static json_t *tool_json(const struct running *running, const struct analyser *tool)
{
	json_t *json = json_pack("{s:s, s:o, s:o, s:o}", "name", tool->name, "command",
		words(tool->command), "environment", words(tool->environment), "evidence",
		tool->evidence ? json_sprintf("%s/%s", running->dir, tool->evidence)
			       : json_sprintf("%s/tools/%s", running->dir, tool->name));

	if (tool->suppressions)
		json_object_set_new(json, "suppressions",
			json_sprintf("%s/suppressions/%s", home()->data, tool->suppressions));
	if (tool->libraries)
		json_object_set_new(json, "libraries", libraries_json(tool->libraries));
	if (tool->controller)
		json_object_set_new(json, "controller",
			json_sprintf("%s/%s", home()->libraries, tool->controller));
	if (tool->after_failures)
		json_object_set_new(json, "output", json_true());
	return json;
}

static json_t *hidden_json(void)
{
	json_t *folders = json_array();

	for (char *const *folder = home()->hidden; *folder; folder++)
		json_array_append_new(folders, json_string(*folder));
	return folders;
}

/* The scenarios of `only`, or all for NULL; plain, or under a tool. */
static json_t *request_json(const struct running *running, const struct analyser *tool,
	const struct assignment_tool *only)
{
	const struct assignment *a = running->assignment;
	json_t *request = json_pack("{s:o, s:s, s:o, s:o, s:o}", "programs",
		json_sprintf(
			"%s/build/%s", running->dir, tool && tool->build ? tool->build : "plain"),
		"reference", running->oracle->reference, "record",
		json_sprintf("%s/record.part", running->dir), "seed", digest_json(running->dir),
		"limits", limits_json(&a->limits, tool && *tool->command));

	if (!request)
		BUG("a path that is not UTF-8");
	json_object_set_new(request, "hidden", hidden_json());
	json_object_set_new(request, "require", json_string(isolation_name(grounds_isolation())));
	if (tool) {
		json_object_set_new(request, "tool", tool_json(running, tool));
	} else {
		/* A tool uses pipes and files of its own: the rule holds in plain runs. */
		json_object_set_new(
			request, "mechanisms", strings(a->mechanisms, a->mechanisms_count));
	}
	if (only)
		json_object_set_new(
			request, "only", strings(only->scenarios, only->scenarios_count));
	return request;
}

/*** running ***/

/* Criterion's own words go nowhere: observations say it all. */
static int run_program(const struct running *running, const char *request, struct buf *why)
{
	cleanup_free char *setting = xasprintf("PROCTOR_REQUEST=%s", request);
	cleanup_free char *jobs = xasprintf("-j%u", running->jobs);
	const char *const argv[] = { running->oracle->scenarios, "--quiet", jobs, NULL };
	const char *const environment[] = { setting, NULL };
	int status;
	int error =
		command_run(&(struct command){ .argv = argv, .env = environment }, NULL, &status);

	if (error)
		buf_printf(why, "cannot run %s: %s", running->oracle->scenarios, strerror(-error));
	return error;
}

static bool recorded(const json_t *lines, const char *scenario)
{
	size_t i;
	json_t *line;

	json_array_foreach(lines, i,
		line) if (strcmp(jsonl_string(line, "scenario", ""), scenario) == 0) return true;
	return false;
}

static bool asked_for(const struct assignment_tool *only, const char *scenario)
{
	for (unsigned i = 0; only && i < only->scenarios_count; i++)
		if (text_matches(only->scenarios[i], scenario))
			return true;
	return only == NULL;
}

/* Notes what should have left a record and did not. */
static void add_missing(const struct running *running, const char *tool,
	const struct assignment_tool *only, json_t *found)
{
	size_t i;
	json_t *line;

	json_array_foreach(running->oracle->list, i, line)
	{
		const char *scenario = jsonl_string(line, "scenario", "");
		json_t *missing;

		if (!asked_for(only, scenario) || recorded(found, scenario))
			continue;
		missing = json_pack("{s:s, s:s, s:s}", "scenario", scenario, "verdict", "broken",
			"reason", "the scenario's process ended without leaving a record");
		if (tool)
			json_object_set_new(missing, "tool", json_string(tool));
		json_array_append_new(found, missing);
	}
}

/* Evidence is named relative to the results folder, which may be moved. */
static void make_relative(const char *dir, json_t *line)
{
	json_t *evidence = json_object_get(line, "evidence");
	size_t i;
	json_t *path;

	json_array_foreach(evidence, i, path)
	{
		const char *text = json_string_value(path);

		if (text_starts(text, dir) && text[strlen(dir)] == '/')
			json_array_set_new(evidence, i, json_string(text + strlen(dir) + 1));
	}
}

static int by_scenario(const void *a, const void *b)
{
	return strcmp(jsonl_string(*(json_t *const *)a, "scenario", ""),
		jsonl_string(*(json_t *const *)b, "scenario", ""));
}

/* Appends in the order of the scenarios' names, whatever order they ended in. */
static void append_sorted(json_t *lines, const json_t *found)
{
	size_t count = json_array_size(found);
	cleanup_free json_t **sorted = xcalloc(count, sizeof(*sorted));

	for (size_t i = 0; i < count; i++)
		sorted[i] = json_array_get(found, i);
	if (count > 1)
		qsort(sorted, count, sizeof(*sorted), by_scenario);
	for (size_t i = 0; i < count; i++)
		json_array_append(lines, sorted[i]);
}

/* A record that is cut off on a full disk is a matter of the disk. */
static int load_record(const char *dir, const char *record, json_t **ret, struct buf *why)
{
	int error = jsonl_load(record, ret, why);
	struct statvfs disk;

	if (error == -EBADMSG && statvfs(dir, &disk) == 0 && disk.f_bavail == 0) {
		error = -ENOSPC;
		buf_reset(why);
		buf_printf(why, "cannot write %s: %s", record, strerror(-error));
	}
	return error;
}

static int run_once(const struct running *running, const struct analyser *tool,
	const struct assignment_tool *only, struct buf *why)
{
	cleanup_free char *path = file_join(running->dir, "request.json");
	cleanup_free char *record = file_join(running->dir, "record.part");
	cleanup_json json_t *request = request_json(running, tool, only);
	cleanup_json json_t *found = NULL;
	cleanup_buf struct buf text = BUF_INIT;
	size_t i;
	json_t *line;
	int error;

	jsonl_add(&text, request);
	error = file_write(path, text.data, text.length);
	if (error) {
		buf_printf(why, "cannot write %s: %s", path, strerror(-error));
		return error;
	}
	unlink(record);
	error = run_program(running, path, why);
	if (!error && file_exists(record))
		error = load_record(running->dir, record, &found, why);
	unlink(record);
	unlink(path);
	if (error)
		return error;
	if (!found)
		found = json_array();
	add_missing(running, tool ? tool->name : NULL, only, found);
	json_array_foreach(found, i, line) make_relative(running->dir, line);
	append_sorted(running->lines, found);
	return 0;
}

/* run_once() with those of `only` (NULL: of all) that match the pattern; with none, nothing. */
static int run_matching(const struct running *running, const struct analyser *tool,
	const struct assignment_tool *only, struct buf *why)
{
	cleanup_free char **names = NULL;
	struct assignment_tool matching = { .scenarios_count = 0 };
	size_t i;
	json_t *line;

	if (!running->pattern)
		return run_once(running, tool, only, why);
	names = xcalloc(json_array_size(running->oracle->list) + 1, sizeof(*names));
	json_array_foreach(running->oracle->list, i, line)
	{
		const char *scenario = jsonl_string(line, "scenario", "");

		if (text_matches(running->pattern, scenario) && asked_for(only, scenario))
			names[matching.scenarios_count++] = (char *)(uintptr_t)scenario;
	}
	matching.scenarios = names;
	return matching.scenarios_count ? run_once(running, tool, &matching, why) : 0;
}

/* Once more, where it is not yet known which line a fault comes from. */
static int run_again(const struct running *running, struct buf *why)
{
	int error = 0;

	registry_each (analysers, analyser, tool) {
		struct assignment_tool again;

		if (!tool->after_failures || error)
			continue;
		retrace_choose(running->lines, *tool->command != NULL, &again);
		if (again.scenarios_count)
			error = run_once(running, tool, &again, why);
		free(again.scenarios);
	}
	return error;
}

/* One that could not be built as a tool needs it is not run under it, which the tool tells. */
static bool has_programs(const struct running *running, const struct analyser *tool)
{
	const struct assignment *a = running->assignment;

	for (unsigned i = 0; tool->build && i < a->programs_count; i++) {
		cleanup_free char *path =
			xasprintf("%s/build/%s/%s", running->dir, tool->build, a->programs[i].name);

		if (!file_exists(path))
			return false;
	}
	return true;
}

static int run_all(const struct running *running, struct buf *why)
{
	const struct assignment *a = running->assignment;
	int error = run_matching(running, NULL, NULL, why);

	for (unsigned i = 0; i < a->analyse_count && !error; i++) {
		const struct analyser *tool = analyser(a->analyse[i].tool);

		if (!tool || !tool->command) {
			buf_printf(why, "%s: no tool is called '%s'", a->paths.yaml,
				a->analyse[i].tool);
			return -EINVAL;
		}
		if (has_programs(running, tool))
			error = run_matching(running, tool, &a->analyse[i], why);
	}
	return error ? error : run_again(running, why);
}

int run(const struct assignment *assignment, const struct oracle *oracle, const char *dir,
	unsigned jobs, const char *pattern, struct buf *why)
{
	cleanup_json json_t *lines = json_array();
	cleanup_free char *absolute = realpath(dir, NULL);
	cleanup_free char *reason = NULL;
	struct running running = { assignment, oracle, absolute, jobs, pattern, lines };
	enum verdict verdict;
	int error = build_verdict(dir, &verdict, &reason, why);

	if (error)
		return error;
	if (!absolute) {
		buf_printf(why, "%s: %s", dir, strerror(errno));
		return -errno;
	}
	if (verdict == VERDICT_PASSED)
		error = run_all(&running, why);
	return error ? error : folder_save(dir, "run", lines, why);
}
