#include "harness/steps/folder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"

int folder_load(const char *dir, const char *name, json_t **ret, struct buf *why)
{
	cleanup_free char *file = xasprintf("%s/%s.jsonl", dir, name);

	return jsonl_load(file, ret, why);
}

int folder_save(const char *dir, const char *name, const json_t *lines, struct buf *why)
{
	cleanup_free char *file = xasprintf("%s/%s.jsonl", dir, name);
	cleanup_buf struct buf text = BUF_INIT;
	size_t i;
	json_t *line;
	int error;

	json_array_foreach(lines, i, line) jsonl_add(&text, line);
	error = jsonl_save(&text, file);
	if (error)
		buf_printf(why, "cannot write %s: %s", file, strerror(-error));
	return error;
}

json_t *folder_sources(const char *dir, struct buf *why)
{
	cleanup_json json_t *lines = NULL;
	json_t *files = json_array();
	size_t i;
	json_t *line;

	if (folder_load(dir, "collect", &lines, why) < 0) {
		json_decref(files);
		return NULL;
	}
	json_array_foreach(lines, i, line) if (json_object_get(line, "file"))
		json_array_append(files, json_object_get(line, "file"));
	return files;
}

void folder_clear(const char *dir)
{
	/* The last of the chain goes first: a kill in the middle leaves nothing that looks whole.
	 */
	static const char *const names[] = { "score.jsonl", "judge.jsonl", "analyse.jsonl",
		"run.jsonl", "build.jsonl", "collect.jsonl", "plan.jsonl", "failure.txt",
		"report.txt", "report.json", "junit.xml", "gitlab.xml", "results.json",
		"grades.csv", "request.json", "source", "source.part", "build", "tools",
		"explored" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		cleanup_free char *path = file_join(dir, names[i]);

		file_remove_tree(path);
	}
}

void plan_release(struct plan *plan)
{
	free(plan->assignment);
	free(plan->folder);
	free(plan->oracle);
	free(plan->submission);
	free(plan->mode);
	json_decref(plan->scenarios);
	json_decref(plan->tools);
	*plan = (struct plan){ .assignment = NULL };
}

int plan_save(const struct plan *plan, const char *dir, struct buf *why)
{
	cleanup_json json_t *lines = json_pack("[{s:s, s:s, s:s, s:s, s:s, s:s, s:O, s:O}]",
		"stage", "plan", "assignment", plan->assignment, "folder", plan->folder, "oracle",
		plan->oracle, "submission", plan->submission, "mode", plan->mode, "scenarios",
		plan->scenarios, "tools", plan->tools);

	if (!lines) {
		buf_printf(why, "the name of %s or of the submission is not UTF-8", plan->folder);
		return -EINVAL;
	}
	return folder_save(dir, "plan", lines, why);
}

int plan_load(const char *dir, struct plan *ret, struct buf *why)
{
	cleanup_json json_t *lines = NULL;
	const json_t *line;
	int error = folder_load(dir, "plan", &lines, why);

	if (error)
		return error;
	line = json_array_get(lines, 0);
	if (!json_is_array(json_object_get(line, "scenarios")) ||
		!jsonl_is_texts(json_object_get(line, "scenarios"))) {
		buf_printf(why, "%s/plan.jsonl: no scenarios are named", dir);
		return -EBADMSG;
	}
	*ret = (struct plan){
		.assignment = xstrdup(jsonl_string(line, "assignment", "")),
		.folder = xstrdup(jsonl_string(line, "folder", "")),
		.oracle = xstrdup(jsonl_string(line, "oracle", "")),
		.submission = xstrdup(jsonl_string(line, "submission", "")),
		.mode = xstrdup(jsonl_string(line, "mode", "")),
		.scenarios = json_incref(json_object_get(line, "scenarios")),
		.tools = json_incref(json_object_get(line, "tools")),
	};
	return 0;
}
