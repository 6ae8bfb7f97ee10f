/*
 * Whose bytes: an instructor's, or of whoever an instructor has an assignment from.
 * Who reads them: core/rubric.c (libyaml, libcyaml, core/yaml.c), then judge() and score().
 * What must hold: it is read as a whole, or refused with one sentence that names file and
 * line; points are numbers that can be added, printed, written and read again; whatever the
 * evidence, the score lies between 0 and all points; evidence that is broken costs none.
 *
 * Options: -max_len=2048
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/core/judge.h"
#include "harness/core/rubric.h"
#include "harness/core/score.h"
#include "tests/fuzz/fuzz.h"

static const char *const scenarios[] = { "lines/all", "eof/child_stops", "eof/parent_stops" };

enum { SCENARIOS = sizeof(scenarios) / sizeof(*scenarios) };

static double all_points(const struct rubric *rubric)
{
	double sum = 0;

	for (unsigned i = 0; i < rubric->items_count; i++)
		sum += rubric->items[i].points;
	return sum;
}

static void check_again(const struct score *points)
{
	cleanup_json json_t *lines = score_to_json(points);
	cleanup_json json_t *lines_again = NULL;
	cleanup_score struct score again = { .items = NULL };
	cleanup_buf struct buf why = BUF_INIT;

	HOLDS(score_from_json(lines, &again, &why) == 0);
	lines_again = score_to_json(&again);
	HOLDS(json_equal(lines, lines_again));
}

static void check_score(const struct rubric *rubric, const struct evidence *evidence, bool full)
{
	cleanup_judgements struct judgements judgements = { .list = NULL };
	cleanup_score struct score points = { .items = NULL };
	double most = all_points(rubric);

	judge(rubric, evidence, &judgements);
	HOLDS(judgements.count == rubric->items_count);
	score(rubric, &judgements, evidence->findings, &points);
	HOLDS(isfinite(points.score) && isfinite(points.possible));
	HOLDS(points.score >= 0 && points.score <= most && points.possible <= most);
	HOLDS(!full || points.score == most);
	check_again(&points);
}

/* Passed, failed, not built, and broken. */
static void check_scores(const struct rubric *rubric)
{
	static const char *const verdicts[] = { "passed", "failed", "broken" };
	const struct findings none = FINDINGS_INIT;
	struct finding one = { .analyser = (char[]){ "helgrind" },
		.kind = (char[]){ "race" },
		.file = (char[]){ "a.c" },
		.function = (char[]){ "" },
		.message = (char[]){ "m" },
		.scenario = (char[]){ "lines/all" },
		.line = 3,
		.confirmed = true };
	const struct findings some = { .list = &one, .count = 1 };

	for (size_t v = 0; v < sizeof(verdicts) / sizeof(*verdicts); v++) {
		cleanup_observations struct observations seen = { .list = NULL };
		cleanup_json json_t *lines = json_array();
		cleanup_buf struct buf why = BUF_INIT;
		struct evidence evidence = { .build = VERDICT_PASSED,
			.build_reason = "",
			.observations = &seen,
			.scenarios = scenarios,
			.scenarios_count = SCENARIOS };

		for (size_t i = 0; i < SCENARIOS; i++)
			json_array_append_new(lines, json_pack("{s:s, s:s}", "scenario",
							     scenarios[i], "verdict", verdicts[v]));
		HOLDS(observations_from_json(lines, &seen, &why) == 0);
		evidence.findings = &none;
		check_score(rubric, &evidence, v != 1);
		evidence.findings = &some;
		check_score(rubric, &evidence, false);
		evidence.build = VERDICT_FAILED;
		check_score(rubric, &evidence, false);
	}
}

static void check(const struct rubric *rubric, const char *path)
{
	cleanup_buf struct buf why = BUF_INIT;
	double possible = rubric_possible(rubric);
	int error;

	HOLDS(*rubric->assignment && *rubric->title && rubric->items_count > 0);
	HOLDS(isfinite(possible) && possible >= 0);
	for (unsigned i = 0; i < rubric->items_count; i++) {
		cleanup_free char *points = text_points(rubric->items[i].points);

		HOLDS(rubric_item(rubric, rubric->items[i].id) == &rubric->items[i]);
		HOLDS(rubric->items[i].points >= 0 && strlen(points) < 32);
	}
	error = rubric_check_scenarios(rubric, path, scenarios, SCENARIOS, &why);
	HOLDS(error ? fuzz_is_sentence(&why) : why.length == 0);
	check_scores(rubric);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *path = fuzz_file("rubric.yaml", data, size);
	cleanup_buf struct buf why = BUF_INIT;
	struct rubric *rubric = NULL;
	int next = fuzz_next_fd();
	int error = rubric_load(path, &rubric, &why);

	HOLDS(fuzz_next_fd() == next);
	HOLDS(error == 0 || error == -EINVAL || error == -EBADMSG);
	HOLDS(error ? fuzz_is_sentence(&why) && text_starts(why.data, path) : why.length == 0);
	HOLDS((rubric != NULL) == (error == 0));
	if (rubric)
		check(rubric, path);
	rubric_free(rubric);
	return 0;
}
