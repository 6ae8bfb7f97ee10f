/*
 * Whose bytes: files of the results folder, read again by a later step or `rescore`; whoever
 * owns the folder may have written them, and most of what is in them was a student's.
 * Who reads them: base/jsonl.c, and the readers of observations, findings, judgements and
 * scores in core/.
 * What must hold: each takes all of the lines or none, with one sentence; what was taken is
 * written and read again as the same.
 *
 * Options: -max_len=4096
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/jsonl.h"
#include "harness/core/finding.h"
#include "harness/core/judge.h"
#include "harness/core/observation.h"
#include "harness/core/score.h"
#include "tests/fuzz/fuzz.h"

/* Refused input has a sentence, accepted input none. */
static bool accepted(int error, const struct buf *why)
{
	HOLDS(error == 0 || error == -EBADMSG);
	HOLDS(error ? fuzz_is_sentence(why) : why->length == 0);
	return error == 0;
}

/* Lines that can be written are read again as the same. */
static void check_lines(const json_t *lines)
{
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	cleanup_json json_t *again = NULL;

	for (size_t i = 0; i < json_array_size(lines); i++)
		jsonl_add(&text, json_array_get(lines, i));
	HOLDS(jsonl_parse(text.data, text.length, "again", &again, &why) == 0);
	HOLDS(json_equal(lines, again));
}

static void check_observations(const json_t *lines)
{
	cleanup_observations struct observations made = { .list = NULL };
	cleanup_buf struct buf why = BUF_INIT;

	if (!accepted(observations_from_json(lines, &made, &why), &why))
		return;
	HOLDS(made.count == json_array_size(lines));
	for (size_t i = 0; i < made.count; i++) {
		HOLDS(*made.list[i].scenario && made.list[i].reason && made.list[i].record);
		HOLDS(made.list[i].verdict != VERDICT_SKIPPED);
	}
}

static void check_findings(const json_t *lines)
{
	cleanup_findings struct findings made = FINDINGS_INIT;
	cleanup_findings struct findings again = FINDINGS_INIT;
	cleanup_json json_t *written = json_array();
	cleanup_json json_t *rewritten = json_array();
	cleanup_buf struct buf why = BUF_INIT;

	if (!accepted(findings_from_json(lines, &made, &why), &why))
		return;
	HOLDS(made.count == json_array_size(lines));
	for (size_t i = 0; i < made.count; i++)
		json_array_append_new(written, finding_to_json(&made.list[i]));
	HOLDS(findings_from_json(written, &again, &why) == 0);
	for (size_t i = 0; i < again.count; i++)
		json_array_append_new(rewritten, finding_to_json(&again.list[i]));
	HOLDS(json_equal(written, rewritten) && again.count == made.count);
}

static void check_judgements(const json_t *lines)
{
	cleanup_judgements struct judgements made = { .list = NULL };
	cleanup_judgements struct judgements again = { .list = NULL };
	cleanup_json json_t *written = json_array();
	cleanup_json json_t *rewritten = json_array();
	cleanup_buf struct buf why = BUF_INIT;

	if (!accepted(judgements_from_json(lines, &made, &why), &why))
		return;
	for (size_t i = 0; i < made.count; i++) {
		HOLDS(made.list[i].passed <= made.list[i].total);
		json_array_append_new(written, judgement_to_json(&made.list[i]));
	}
	HOLDS(judgements_from_json(written, &again, &why) == 0);
	for (size_t i = 0; i < again.count; i++)
		json_array_append_new(rewritten, judgement_to_json(&again.list[i]));
	HOLDS(json_equal(written, rewritten) && again.count == made.count);
}

static void check_scores(const json_t *lines)
{
	cleanup_score struct score made = { .items = NULL };
	cleanup_score struct score again = { .items = NULL };
	cleanup_json json_t *written = NULL;
	cleanup_json json_t *rewritten = NULL;
	cleanup_buf struct buf why = BUF_INIT;

	if (!accepted(score_from_json(lines, &made, &why), &why))
		return;
	HOLDS(isfinite(made.score) && isfinite(made.possible));
	written = score_to_json(&made);
	HOLDS(score_from_json(written, &again, &why) == 0);
	rewritten = score_to_json(&again);
	HOLDS(json_equal(written, rewritten));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_buf struct buf why = BUF_INIT;
	cleanup_json json_t *lines = NULL;

	if (!accepted(jsonl_parse((const char *)data, size, "run.jsonl", &lines, &why), &why))
		return 0;
	check_lines(lines);
	check_observations(lines);
	check_findings(lines);
	check_judgements(lines);
	check_scores(lines);
	return 0;
}
