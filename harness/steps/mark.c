#include "harness/steps/mark.h"

#include <stdlib.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/core/judge.h"
#include "harness/core/score.h"
#include "harness/steps/analyse.h"
#include "harness/steps/build.h"
#include "harness/steps/folder.h"

/* Borrowed strings of an array of strings. */
static const char **borrow(const json_t *array, size_t *ret_count)
{
	const char **list = xcalloc(json_array_size(array) + 1, sizeof(*list));
	size_t i;
	json_t *text;

	json_array_foreach(array, i, text) list[i] = json_string_value(text);
	*ret_count = json_array_size(array);
	return list;
}

/* The kinds of all analysers of which `key` ("lost", "withheld") is told, as one array of strings.
 */
static json_t *kinds_of(const json_t *lost, const char *key)
{
	json_t *kinds = json_array();
	size_t i;
	json_t *line;

	json_array_foreach(lost, i, line) if (json_object_get(line, key))
		json_array_extend(kinds, json_object_get(line, "kinds"));
	return kinds;
}

/* Why the first tool that was kept from its work could not do it; "" for none. */
static const char *withheld_reason(const json_t *lost)
{
	size_t i;
	json_t *line;

	json_array_foreach(lost, i,
		line) if (json_object_get(line, "withheld")) return jsonl_string(line, "why", "");
	return "";
}

/* All that a judgement rests on, loaded; the pieces are owned here. */
struct loaded {
	struct plan plan;
	struct observations observations;
	struct findings findings;
	json_t *lost;
	enum verdict build;
	char *build_reason;
};

#define cleanup_loaded __attribute__((cleanup(loaded_release)))

static void loaded_release(struct loaded *loaded)
{
	plan_release(&loaded->plan);
	observations_release(&loaded->observations);
	findings_release(&loaded->findings);
	json_decref(loaded->lost);
	free(loaded->build_reason);
}

static int load(const char *dir, struct loaded *ret, struct buf *why)
{
	cleanup_json json_t *run = NULL;
	int error = plan_load(dir, &ret->plan, why);

	if (!error)
		error = build_verdict(dir, &ret->build, &ret->build_reason, why);
	if (!error)
		error = folder_load(dir, "run", &run, why);
	if (!error)
		error = observations_from_json(run, &ret->observations, why);
	if (!error)
		error = analyse_load(dir, &ret->findings, &ret->lost, why);
	return error;
}

int mark_judge(const struct rubric *rubric, const char *dir, struct buf *why)
{
	cleanup_loaded struct loaded loaded = { .lost = NULL };
	cleanup_judgements struct judgements judgements = { .list = NULL };
	cleanup_json json_t *lost = NULL;
	cleanup_json json_t *withheld = NULL;
	cleanup_json json_t *lines = json_array();
	cleanup_free const char **scenarios = NULL;
	cleanup_free const char **lost_list = NULL;
	cleanup_free const char **withheld_list = NULL;
	struct evidence evidence;
	int error = load(dir, &loaded, why);

	if (error)
		return error;
	evidence = (struct evidence){
		.build = loaded.build,
		.build_reason = loaded.build_reason,
		.observations = &loaded.observations,
		.findings = &loaded.findings,
	};
	lost = kinds_of(loaded.lost, "lost");
	withheld = kinds_of(loaded.lost, "withheld");
	scenarios = borrow(loaded.plan.scenarios, &evidence.scenarios_count);
	lost_list = borrow(lost, &evidence.lost_kinds_count);
	withheld_list = borrow(withheld, &evidence.withheld_kinds_count);
	evidence.scenarios = scenarios;
	evidence.lost_kinds = lost_list;
	evidence.withheld_kinds = withheld_list;
	evidence.withheld_reason = withheld_reason(loaded.lost);
	judge(rubric, &evidence, &judgements);
	for (size_t i = 0; i < judgements.count; i++)
		json_array_append_new(lines, judgement_to_json(&judgements.list[i]));
	return folder_save(dir, "judge", lines, why);
}

int mark_score(const struct rubric *rubric, const char *dir, struct buf *why)
{
	cleanup_judgements struct judgements judgements = { .list = NULL };
	cleanup_findings struct findings findings = FINDINGS_INIT;
	cleanup_score struct score points = { .items = NULL };
	cleanup_json json_t *judged = NULL;
	cleanup_json json_t *lost = NULL;
	cleanup_json json_t *lines = NULL;
	int error = folder_load(dir, "judge", &judged, why);

	if (!error)
		error = judgements_from_json(judged, &judgements, why);
	if (!error)
		error = analyse_load(dir, &findings, &lost, why);
	if (error)
		return error;
	score(rubric, &judgements, &findings, &points);
	lines = score_to_json(&points);
	return folder_save(dir, "score", lines, why);
}
