#include "harness/steps/analyse.h"

#include <errno.h>
#include <string.h>

#include "harness/analyse/analyser.h"
#include "harness/base/cleanup.h"
#include "harness/base/jsonl.h"
#include "harness/core/observation.h"
#include "harness/steps/folder.h"

/* `key`: "lost" by our fault, or "withheld" by the submission. */
static void add_lost(json_t *lines, const char *key, const struct analyser *a, const char *why)
{
	json_t *kinds = json_array();

	for (const char *const *kind = a->kinds; *kind; kind++)
		json_array_append_new(kinds, json_string(*kind));
	json_array_append_new(lines, json_pack("{s:s, s:o, s:o}", key, a->name, "kinds", kinds,
					     "why", jsonl_text(why, strlen(why))));
}

/* A tool that ran and left no file did not see anything: silence is not innocence. */
static bool is_silent(const struct observation *observation)
{
	return observation->verdict == VERDICT_BROKEN ||
	       (json_array_size(json_object_get(observation->record, "evidence")) == 0 &&
		       analyser_ended_by_itself(observation));
}

static bool tool_is_silent(const struct analyser *a, const struct observations *observations)
{
	for (size_t i = 0; i < observations->count; i++) {
		const struct observation *o = &observations->list[i];

		if (o->tool && strcmp(o->tool, a->name) == 0 && is_silent(o))
			return true;
	}
	return false;
}

static void ask(const struct analyser *a, const struct analysis *in, struct findings *findings,
	json_t *lines)
{
	cleanup_buf struct buf why = BUF_INIT;
	bool proven = false;
	cleanup_free char *withheld = a->withheld ? a->withheld(in, &proven) : NULL;
	int error = a->analyse(in, findings, &why);

	if (withheld) {
		add_lost(lines, proven ? "withheld" : "lost", a, withheld);
		return;
	}
	/* What decides nothing can lose nothing. */
	if (!*a->kinds)
		return;
	if (a->command && tool_is_silent(a, in->observations))
		add_lost(lines, "lost", a, "the tool left no report of what it saw");
	if (error < 0)
		add_lost(lines, "lost", a, why.data);
}

int analyse(const char *dir, struct buf *why)
{
	cleanup_json json_t *build = NULL;
	cleanup_json json_t *run = NULL;
	cleanup_json json_t *lines = json_array();
	cleanup_observations struct observations observations = { .list = NULL };
	cleanup_findings struct findings findings = FINDINGS_INIT;
	int error = folder_load(dir, "build", &build, why);

	if (!error)
		error = folder_load(dir, "run", &run, why);
	if (!error)
		error = observations_from_json(run, &observations, why);
	if (error)
		return error;
	registry_each (analysers, analyser, a)
		ask(a,
			&(struct analysis){
				.dir = dir, .build = build, .observations = &observations },
			&findings, lines);
	for (size_t i = 0; i < findings.count; i++)
		json_array_append_new(lines, finding_to_json(&findings.list[i]));
	return folder_save(dir, "analyse", lines, why);
}

int analyse_load(const char *dir, struct findings *ret, json_t **ret_lost, struct buf *why)
{
	cleanup_json json_t *lines = NULL;
	cleanup_json json_t *findings = json_array();
	cleanup_json json_t *lost = json_array();
	size_t i;
	json_t *line;
	int error = folder_load(dir, "analyse", &lines, why);

	if (error)
		return error;
	json_array_foreach(lines, i, line)
	{
		bool lost_line = json_object_get(line, "lost") || json_object_get(line, "withheld");

		if (!jsonl_is_texts(json_object_get(line, "kinds"))) {
			buf_printf(why, "%s/analyse.jsonl: \"kinds\" is no list of texts", dir);
			return -EBADMSG;
		}
		json_array_append(lost_line ? lost : findings, line);
	}
	error = findings_from_json(findings, ret, why);
	if (!error)
		*ret_lost = json_incref(lost);
	return error;
}
