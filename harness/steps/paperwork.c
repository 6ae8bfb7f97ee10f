#include "harness/steps/paperwork.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/core/assignment.h"
#include "harness/steps/analyse.h"
#include "harness/steps/build.h"
#include "harness/steps/folder.h"

static void take_plan(struct report *report, struct plan *plan)
{
	size_t count = json_array_size(plan->tools);

	report->submission = xstrdup(plan->submission);
	report->mode = xstrdup(plan->mode);
	report->tools = xcalloc(count, sizeof(*report->tools));
	report->tools_count = count;
	for (size_t i = 0; i < count; i++) {
		const json_t *tool = json_array_get(plan->tools, i);

		report->tools[i].name = xstrdup(jsonl_string(tool, "name", ""));
		report->tools[i].version = xstrdup(jsonl_string(tool, "version", ""));
	}
}

static int load_rubric(struct report *report, const struct plan *plan, struct buf *why)
{
	struct assignment *assignment;
	int error = assignment_load(plan->folder, &assignment, why);

	if (error)
		return error;
	error = rubric_load(assignment->paths.rubric, &report->rubric, why);
	report->assignment = xstrdup(assignment->id);
	report->title = xstrdup(assignment->title);
	assignment_free(assignment);
	return error;
}

static int load_observations(struct report *report, const char *dir, struct buf *why)
{
	cleanup_json json_t *run = NULL;
	int error = folder_load(dir, "run", &run, why);

	if (!error)
		error = observations_from_json(run, &report->observations, why);
	for (size_t i = 0; !error && i < report->observations.count; i++)
		report->cpu_seconds +=
			jsonl_number(report->observations.list[i].record, "cpu_ms", 0) / 1000;
	return error;
}

static int load_marks(struct report *report, const char *dir, struct buf *why)
{
	cleanup_json json_t *judged = NULL;
	cleanup_json json_t *scored = NULL;
	int error = folder_load(dir, "judge", &judged, why);

	if (!error)
		error = judgements_from_json(judged, &report->judgements, why);
	if (!error)
		error = folder_load(dir, "score", &scored, why);
	if (!error)
		error = score_from_json(scored, &report->score, why);
	return error;
}

static int load_findings(struct report *report, const char *dir, struct buf *why)
{
	cleanup_json json_t *lost = NULL;
	int error = analyse_load(dir, &report->findings, &lost, why);

	if (!error)
		faults_merge(&report->findings, &report->faults);
	/* Without judgements it is this that tells that something of ours did not work. */
	if (!error && report->judgements.count == 0)
		report->broken |= json_array_size(lost) > 0;
	return error;
}

static int load_digest(struct report *report, const char *dir, struct buf *why)
{
	cleanup_json json_t *collected = NULL;
	int error = folder_load(dir, "collect", &collected, why);

	if (!error)
		report->digest = xstrdup(jsonl_string(
			json_array_get(collected, json_array_size(collected) - 1), "digest", ""));
	return error;
}

/* Brings rubric, judgement and points of each item together. */
static int join_items(struct report *report, struct buf *why)
{
	size_t count = report->rubric->items_count;

	if (report->judgements.count != count || report->score.items_count != count) {
		buf_adds(why,
			"the rubric has changed since the grading: `proctor rescore` it first");
		return -EINVAL;
	}
	report->items = xcalloc(count, sizeof(*report->items));
	report->items_count = count;
	for (size_t i = 0; i < count; i++) {
		const struct judgement *judgement = &report->judgements.list[i];

		if (strcmp(judgement->item, report->rubric->items[i].id) != 0) {
			buf_adds(why, "the rubric has changed since the grading: `proctor rescore` "
				      "it first");
			return -EINVAL;
		}
		report->items[i] = (struct report_item){
			.rubric = &report->rubric->items[i],
			.judgement = judgement,
			.points = report->score.items[i].points,
			.possible = report->score.items[i].possible,
		};
		report->broken |= judgement->verdict == VERDICT_BROKEN;
	}
	return 0;
}

/* A verdict on every item that costs nothing: nobody judged. */
static int judge_nothing(struct report *report)
{
	size_t count = report->rubric->items_count;

	report->judgements.list = xcalloc(count, sizeof(*report->judgements.list));
	report->judgements.count = count;
	report->items = xcalloc(count, sizeof(*report->items));
	report->items_count = count;
	for (size_t i = 0; i < count; i++) {
		report->judgements.list[i] = (struct judgement){
			.item = xstrdup(report->rubric->items[i].id),
			.verdict = VERDICT_PASSED,
			.reason = xstrdup(""),
		};
		report->items[i] = (struct report_item){
			.rubric = &report->rubric->items[i],
			.judgement = &report->judgements.list[i],
		};
	}
	for (size_t i = 0; i < report->observations.count; i++)
		report->broken |= report->observations.list[i].verdict == VERDICT_BROKEN;
	return 0;
}

static int load(const char *dir, bool marked, struct report **ret, struct buf *why)
{
	struct report *report = xcalloc(1, sizeof(*report));
	struct plan plan = { .assignment = NULL };
	int error = plan_load(dir, &plan, why);

	if (!error) {
		take_plan(report, &plan);
		error = load_rubric(report, &plan, why);
	}
	if (!error)
		error = load_digest(report, dir, why);
	if (!error)
		error = build_verdict(dir, &report->build, &report->build_reason, why);
	if (!error)
		error = load_observations(report, dir, why);
	if (!error && marked)
		error = load_marks(report, dir, why);
	if (!error)
		error = load_findings(report, dir, why);
	if (!error)
		error = marked ? join_items(report, why) : judge_nothing(report);
	plan_release(&plan);
	if (error)
		report_free(report);
	else
		*ret = report;
	return error;
}

int paperwork_load(const char *dir, struct report **ret, struct buf *why)
{
	return load(dir, true, ret, why);
}

int paperwork_load_unmarked(const char *dir, struct report **ret, struct buf *why)
{
	return load(dir, false, ret, why);
}

int paperwork_print(const struct report *report, const struct report_format *format,
	const struct report_style *style, FILE *out, struct buf *why)
{
	int error = format->write(report, style, out);

	if (error)
		buf_printf(why, "cannot write the report: %s", strerror(-error));
	return error;
}

static int write_one(const struct report *report, const struct report_format *format,
	const char *dir, struct buf *why)
{
	const struct report_style style = { .staff = true };
	cleanup_free char *path = file_join(dir, format->file);
	cleanup_free char *text = NULL;
	size_t length = 0;
	FILE *memory = open_memstream(&text, &length);
	int error;

	if (!memory)
		die("out of memory");
	error = format->write(report, &style, memory);
	fclose(memory);
	if (!error)
		error = file_write(path, text, length);
	if (error)
		buf_printf(why, "cannot write %s: %s", path, strerror(-error));
	return error;
}

int paperwork_write(const struct report *report, const char *dir, struct buf *why)
{
	int error = 0;

	registry_each (report_formats, report_format, format)
		if (!error)
			error = write_one(report, format, dir, why);
	return error;
}
