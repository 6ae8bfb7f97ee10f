#include <criterion/criterion.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/core/judge.h"
#include "tests/unit/random_case.h"

/* judge() only reads what it is given. */
static char *text(const char *literal)
{
	return (char *)(uintptr_t)literal;
}

static const char *const scenarios[] = {
	"eof/child",
	"eof/parent",
	"lines/many",
	"lines/one",
	"threads/two",
};

/* Items: builds; eof (scenarios, findings within them); no-races (findings); all. */
struct bench {
	struct rubric_item items[4];
	struct rubric rubric;
	struct observation seen[12];
	struct observations observations;
	struct finding found[6];
	struct findings findings;
	struct evidence evidence;
	struct judgements judgements;
};

#define cleanup_bench __attribute__((cleanup(bench_release)))

static void bench_release(struct bench *bench)
{
	judgements_release(&bench->judgements);
}

/* The build and all scenarios passed. */
static void bench_fill(struct bench *bench)
{
	static char *eof[1], *all[1], *race[1], *deadlock[1], *builds[1];

	*bench = (struct bench){ .judgements = { .list = NULL } };
	eof[0] = text("eof/*");
	all[0] = text("*");
	race[0] = text("race");
	deadlock[0] = text("deadlock");
	builds[0] = text("builds");
	bench->items[0] = (struct rubric_item){ .id = text("builds"), .points = 10, .build = true };
	bench->items[1] = (struct rubric_item){
		.id = text("eof"),
		.points = 15,
		.scenarios = eof,
		.scenarios_count = 1,
		.findings = deadlock,
		.findings_count = 1,
		.within = eof,
		.within_count = 1,
		.requires = builds,
		.requires_count = 1,
	};
	bench->items[2] = (struct rubric_item){
		.id = text("no-races"), .points = 20, .findings = race, .findings_count = 1
	};
	bench->items[3] = (struct rubric_item){
		.id = text("all"), .points = 5, .scenarios = all, .scenarios_count = 1
	};
	bench->rubric = (struct rubric){ .items = bench->items, .items_count = 4 };
	for (size_t i = 0; i < 5; i++)
		bench->seen[i] = (struct observation){
			.scenario = scenarios[i], .verdict = VERDICT_PASSED, .reason = ""
		};
	bench->observations = (struct observations){ .list = bench->seen, .count = 5 };
	bench->findings = (struct findings){ .list = bench->found };
	bench->evidence = (struct evidence){
		.build = VERDICT_PASSED,
		.build_reason = "",
		.observations = &bench->observations,
		.findings = &bench->findings,
		.scenarios = scenarios,
		.scenarios_count = 5,
	};
}

static void see(struct bench *bench, const char *scenario, const char *tool, enum verdict verdict,
	const char *reason)
{
	bench->seen[bench->observations.count++] = (struct observation){
		.scenario = scenario, .tool = tool, .verdict = verdict, .reason = reason
	};
}

static void change(struct bench *bench, size_t index, enum verdict verdict, const char *reason)
{
	bench->seen[index].verdict = verdict;
	bench->seen[index].reason = reason;
}

static void find(struct bench *bench, const char *kind, const char *file, unsigned line,
	const char *scenario)
{
	bench->found[bench->findings.count++] = (struct finding){
		.analyser = text("explorer"),
		.kind = text(kind),
		.file = text(file),
		.line = line,
		.function = text(""),
		.scenario = text(scenario),
		.confirmed = true,
	};
}

static const struct judgement *verdict_on(struct bench *bench, const char *item)
{
	judgements_release(&bench->judgements);
	judge(&bench->rubric, &bench->evidence, &bench->judgements);
	cr_assert_eq(bench->judgements.count, 4);
	for (size_t i = 0; i < bench->judgements.count; i++)
		if (!strcmp(bench->judgements.list[i].item, item))
			return &bench->judgements.list[i];
	die("no judgement on %s", item);
}

static void expect(struct bench *bench, const char *item, enum verdict verdict, const char *reason)
{
	const struct judgement *judgement = verdict_on(bench, item);

	cr_assert_str_eq(verdict_name(judgement->verdict), verdict_name(verdict), "%s: %s", item,
		judgement->reason);
	cr_assert_str_eq(judgement->reason, reason);
}

Test(judge, passes_what_nothing_speaks_against)
{
	cleanup_bench struct bench bench;
	const struct judgement *eof;

	bench_fill(&bench);
	expect(&bench, "builds", VERDICT_PASSED, "");
	expect(&bench, "no-races", VERDICT_PASSED, "");
	expect(&bench, "all", VERDICT_PASSED, "");
	expect(&bench, "eof", VERDICT_PASSED, "");
	eof = verdict_on(&bench, "eof");
	cr_assert_eq(eof->passed, 2);
	cr_assert_eq(eof->total, 2);
	cr_assert_eq(eof->scenarios_count + eof->findings_count, 0);
}

Test(judge, tells_the_reason_of_the_one_scenario_that_failed)
{
	cleanup_bench struct bench bench;
	const struct judgement *all;

	bench_fill(&bench);
	change(&bench, 2, VERDICT_FAILED, "two lines were lost");
	expect(&bench, "all", VERDICT_FAILED, "two lines were lost");
	all = verdict_on(&bench, "all");
	cr_assert_eq(all->passed, 4);
	cr_assert_eq(all->total, 5);
	cr_assert_eq(all->scenarios_count, 1);
	cr_assert_str_eq(all->scenarios[0], "lines/many");
	change(&bench, 2, VERDICT_FAILED, "");
	expect(&bench, "all", VERDICT_FAILED, "lines/many failed");
}

Test(judge, counts_several_scenarios_that_failed_and_tells_of_the_first)
{
	cleanup_bench struct bench bench;
	const struct judgement *all;

	bench_fill(&bench);
	change(&bench, 3, VERDICT_FAILED, "nothing came");
	change(&bench, 1, VERDICT_FAILED, "it waits");
	expect(&bench, "all", VERDICT_FAILED, "2 of 5 scenarios failed: eof/parent: it waits");
	all = verdict_on(&bench, "all");
	cr_assert_eq(all->scenarios_count, 2);
	cr_assert_str_eq(all->scenarios[0], "eof/parent");
	cr_assert_str_eq(all->scenarios[1], "lines/one");
}

Test(judge, holds_failed_over_broken_over_passed_for_one_scenario)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	see(&bench, "lines/one", NULL, VERDICT_BROKEN, "no box");
	expect(&bench, "all", VERDICT_BROKEN, "lines/one could not be observed: no box");
	see(&bench, "lines/one", NULL, VERDICT_FAILED, "b");
	see(&bench, "lines/one", NULL, VERDICT_FAILED, "a");
	see(&bench, "lines/one", NULL, VERDICT_FAILED, "");
	expect(&bench, "all", VERDICT_FAILED, "a");
	cr_assert_eq(verdict_on(&bench, "all")->passed, 4);
}

Test(judge, never_decides_by_a_run_under_a_tool)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	see(&bench, "lines/one", "memcheck", VERDICT_FAILED, "too slow");
	see(&bench, "lines/one", "helgrind", VERDICT_BROKEN, "no valgrind");
	expect(&bench, "all", VERDICT_PASSED, "");
	bench.seen[3].tool = "memcheck";
	expect(&bench, "all", VERDICT_BROKEN, "lines/one could not be observed: it was not run");
}

Test(judge, ignores_scenarios_of_another_time)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	see(&bench, "lines/renamed", NULL, VERDICT_FAILED, "it waits");
	expect(&bench, "all", VERDICT_PASSED, "");
	cr_assert_eq(verdict_on(&bench, "all")->total, 5);
}

Test(judge, breaks_what_could_not_be_observed)
{
	cleanup_bench struct bench bench;
	const struct judgement *all;

	bench_fill(&bench);
	change(&bench, 0, VERDICT_BROKEN, "no box");
	bench.observations.count = 4;
	expect(&bench, "eof", VERDICT_BROKEN, "eof/child could not be observed: no box");
	expect(&bench, "all", VERDICT_BROKEN,
		"2 of 5 scenarios could not be observed: eof/child: no box");
	all = verdict_on(&bench, "all");
	cr_assert_eq(all->passed, 5, "broken ones count as passed");
	cr_assert_eq(all->scenarios_count, 0, "nothing decided against it");
	change(&bench, 1, VERDICT_FAILED, "it waits");
	expect(&bench, "eof", VERDICT_FAILED, "it waits");
}

Test(judge, breaks_an_item_whose_scenarios_do_not_exist)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	bench.evidence.scenarios += 2;
	bench.evidence.scenarios_count -= 2;
	expect(&bench, "eof", VERDICT_BROKEN, "no scenario of this item exists");
}

Test(judge, fails_by_a_finding_and_names_its_place)
{
	cleanup_bench struct bench bench;
	const struct judgement *races;

	bench_fill(&bench);
	find(&bench, "leak", "bank.c", 3, "threads/two");
	find(&bench, "race", "bank.c", 31, "threads/two");
	expect(&bench, "no-races", VERDICT_FAILED, "race at bank.c:31");
	races = verdict_on(&bench, "no-races");
	cr_assert_eq(races->findings_count, 1);
	cr_assert_eq(races->findings[0], 1);
	cr_assert_eq(races->scenarios_count, 0);
	find(&bench, "race", "account.c", 40, "threads/two");
	expect(&bench, "no-races", VERDICT_FAILED, "race at account.c:40 and 1 more finding");
	find(&bench, "race", "bank.c", 40, "lines/one");
	expect(&bench, "no-races", VERDICT_FAILED, "race at account.c:40 and 2 more findings");
}

Test(judge, tells_one_fault_once_however_many_analysers_see_it)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	find(&bench, "race", "bank.c", 31, "threads/two");
	find(&bench, "race", "bank.c", 31, "threads/two");
	bench.found[1].analyser = text("drd");
	expect(&bench, "no-races", VERDICT_FAILED, "race at bank.c:31");
	cr_assert_eq(verdict_on(&bench, "no-races")->findings_count, 2);
}

Test(judge, names_a_place_as_near_as_it_is_known)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	find(&bench, "race", "", 0, "");
	expect(&bench, "no-races", VERDICT_FAILED, "race");
	bench.found[0].scenario = text("threads/two");
	expect(&bench, "no-races", VERDICT_FAILED, "race in threads/two");
	bench.found[0].file = text("bank.c");
	expect(&bench, "no-races", VERDICT_FAILED, "race in bank.c");
	bench.found[0].function = text("transfer");
	expect(&bench, "no-races", VERDICT_FAILED, "race in transfer()");
}

Test(judge, tells_of_the_same_finding_in_any_order)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	find(&bench, "race", "", 0, "threads/two");
	find(&bench, "race", "", 0, "eof/child");
	expect(&bench, "no-races", VERDICT_FAILED, "race in eof/child");
	bench.found[0].scenario = text("eof/child");
	bench.found[1].scenario = text("threads/two");
	expect(&bench, "no-races", VERDICT_FAILED, "race in eof/child");
	bench.found[1].file = text("bank.c");
	bench.found[1].line = 31;
	expect(&bench, "no-races", VERDICT_FAILED, "race at bank.c:31 and 1 more finding");
}

Test(judge, counts_findings_only_within_their_scenarios)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	find(&bench, "deadlock", "relay.c", 41, "lines/one");
	find(&bench, "deadlock", "relay.c", 42, "");
	expect(&bench, "eof", VERDICT_PASSED, "");
	find(&bench, "deadlock", "relay.c", 43, "eof/child");
	expect(&bench, "eof", VERDICT_FAILED, "deadlock at relay.c:43");
	cr_assert_eq(verdict_on(&bench, "eof")->findings_count, 1);
}

Test(judge, never_decides_by_an_unconfirmed_finding)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	find(&bench, "race", "bank.c", 31, "threads/two");
	bench.found[0].confirmed = false;
	expect(&bench, "no-races", VERDICT_PASSED, "");
}

Test(judge, tells_of_scenarios_and_findings_together)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	change(&bench, 0, VERDICT_FAILED, "it waits");
	find(&bench, "deadlock", "relay.c", 41, "eof/child");
	expect(&bench, "eof", VERDICT_FAILED, "it waits; deadlock at relay.c:41");
}

Test(judge, breaks_an_item_whose_analyser_could_not_work_unless_it_failed)
{
	static const char *const lost[] = { "leak", "deadlock" };
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	bench.evidence.lost_kinds = lost;
	bench.evidence.lost_kinds_count = 2;
	expect(&bench, "no-races", VERDICT_PASSED, "");
	expect(&bench, "eof", VERDICT_BROKEN,
		"nobody could look for findings of the kind 'deadlock'");
	change(&bench, 0, VERDICT_FAILED, "it waits");
	expect(&bench, "eof", VERDICT_FAILED, "it waits");
}

Test(judge, fails_an_item_whose_tool_the_submission_kept_from_its_work)
{
	static const char *const withheld[] = { "leak", "deadlock" };
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	bench.evidence.withheld_kinds = withheld;
	bench.evidence.withheld_kinds_count = 2;
	bench.evidence.withheld_reason = "its log was taken away";
	expect(&bench, "no-races", VERDICT_PASSED, "");
	expect(&bench, "eof", VERDICT_FAILED, "its log was taken away");
	cr_assert_eq(verdict_on(&bench, "eof")->passed, 0, "no share of what nobody could see");
	find(&bench, "deadlock", "relay.c", 41, "eof/child");
	expect(&bench, "eof", VERDICT_FAILED, "deadlock at relay.c:41");
}

Test(judge, fails_everything_without_a_program)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	bench.observations.count = 0;
	bench.evidence.build = VERDICT_FAILED;
	bench.evidence.build_reason = "relay.c:3: a ';' is missing";
	expect(&bench, "builds", VERDICT_FAILED, "relay.c:3: a ';' is missing");
	expect(&bench, "eof", VERDICT_SKIPPED, "needs `builds`, which was not passed");
	expect(&bench, "no-races", VERDICT_FAILED, "the program did not build");
	expect(&bench, "all", VERDICT_FAILED, "the program did not build");
	cr_assert_eq(verdict_on(&bench, "all")->passed, 0);
	cr_assert_eq(verdict_on(&bench, "all")->scenarios_count, 5);
	cr_assert_eq(verdict_on(&bench, "eof")->scenarios_count, 0);
	bench.evidence.build_reason = "";
	expect(&bench, "builds", VERDICT_FAILED, "the program did not build");
}

Test(judge, breaks_everything_with_a_broken_build)
{
	static const char *const items[] = { "builds", "eof", "no-races", "all" };
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	change(&bench, 0, VERDICT_FAILED, "it waits");
	find(&bench, "race", "bank.c", 31, "threads/two");
	bench.evidence.build = VERDICT_BROKEN;
	bench.evidence.build_reason = "gcc is not installed";
	for (size_t i = 0; i < 4; i++)
		expect(&bench, items[i], VERDICT_BROKEN, "gcc is not installed");
	cr_assert_eq(verdict_on(&bench, "no-races")->findings_count, 0);
	cr_assert_eq(verdict_on(&bench, "all")->passed, 5);
	cr_assert_eq(verdict_on(&bench, "all")->scenarios_count, 0);
}

Test(judge, gives_no_share_of_an_item_that_did_not_build)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	bench.items[3].build = true;
	bench.evidence.build = VERDICT_FAILED;
	bench.evidence.build_reason = "one of two programs is missing";
	expect(&bench, "all", VERDICT_FAILED, "one of two programs is missing");
	cr_assert_eq(verdict_on(&bench, "all")->passed, 0);
	cr_assert_eq(verdict_on(&bench, "all")->total, 5);
}

Test(judge, skips_what_needs_a_skipped_item)
{
	cleanup_bench struct bench bench;
	char *eof[] = { text("eof") };

	bench_fill(&bench);
	bench.items[3].requires = eof;
	bench.items[3].requires_count = 1;
	bench.evidence.build = VERDICT_FAILED;
	expect(&bench, "all", VERDICT_SKIPPED, "needs `eof`, which was not passed");
}

Test(judge, takes_a_broken_requirement_as_met)
{
	cleanup_bench struct bench bench;
	char *eof[] = { text("eof") };

	bench_fill(&bench);
	bench.items[3].requires = eof;
	bench.items[3].requires_count = 1;
	change(&bench, 0, VERDICT_BROKEN, "no box");
	expect(&bench, "all", VERDICT_BROKEN, "eof/child could not be observed: no box");
	change(&bench, 3, VERDICT_FAILED, "nothing came");
	expect(&bench, "all", VERDICT_FAILED, "nothing came");
}

/*** properties ***/

enum { CASES = 600 };

/* All judgements as JSON; each finding's index goes through `place` (NULL: as it is). */
static json_t *judge_to_json(const struct random_case *made, const size_t *place)
{
	cleanup_judgements struct judgements all = { .list = NULL };
	json_t *lines = json_array();

	judge(&made->rubric, &made->evidence, &all);
	for (size_t i = 0; i < all.count; i++) {
		json_t *marks = json_object();
		json_t *line = judgement_to_json(&all.list[i]);

		for (size_t j = 0; j < all.list[i].findings_count; j++) {
			size_t index = all.list[i].findings[j];
			char key[32];

			snprintf(key, sizeof(key), "%zu", place ? place[index] : index);
			json_object_set_new(marks, key, json_true());
		}
		json_object_set_new(line, "findings", marks);
		json_array_append_new(lines, line);
	}
	return lines;
}

Test(judge, does_not_depend_on_the_order_of_evidence)
{
	for (uint64_t seed = 0; seed < CASES; seed++) {
		cleanup_random_case struct random_case made;
		size_t place[16] = { 0 };
		cleanup_json json_t *before = NULL;
		cleanup_json json_t *after = NULL;

		random_case_fill(&made, seed);
		cr_assert(made.findings.count <= 16);
		random_case_shuffle(&made, place);
		after = judge_to_json(&made, NULL);
		random_case_release(&made);
		random_case_fill(&made, seed);
		before = judge_to_json(&made, place);
		cr_assert(json_equal(before, after), "seed %lu", (unsigned long)seed);
	}
}

Test(judge, is_not_changed_by_an_unconfirmed_finding)
{
	for (uint64_t seed = 0; seed < CASES; seed++) {
		cleanup_random_case struct random_case made;
		cleanup_json json_t *before = NULL;
		cleanup_json json_t *after = NULL;

		random_case_fill(&made, seed);
		before = judge_to_json(&made, NULL);
		random_case_add_finding(&made, false);
		after = judge_to_json(&made, NULL);
		cr_assert(json_equal(before, after), "seed %lu", (unsigned long)seed);
	}
}

Test(judge, comes_back_from_json)
{
	for (uint64_t seed = 0; seed < CASES; seed++) {
		cleanup_random_case struct random_case made;
		cleanup_judgements struct judgements all = { .list = NULL };
		cleanup_judgements struct judgements back = { .list = NULL };
		cleanup_json json_t *lines = json_array();
		cleanup_buf struct buf why = BUF_INIT;

		random_case_fill(&made, seed);
		judge(&made.rubric, &made.evidence, &all);
		for (size_t i = 0; i < all.count; i++)
			json_array_append_new(lines, judgement_to_json(&all.list[i]));
		cr_assert_eq(judgements_from_json(lines, &back, &why), 0, "seed %lu: %s",
			(unsigned long)seed, why.data);
		cr_assert_eq(back.count, all.count, "seed %lu", (unsigned long)seed);
		for (size_t i = 0; i < back.count; i++) {
			cleanup_json json_t *again = judgement_to_json(&back.list[i]);

			cr_assert(json_equal(again, json_array_get(lines, i)), "seed %lu",
				(unsigned long)seed);
			cr_assert_str_eq(back.list[i].reason, all.list[i].reason);
		}
	}
}

/* A judge that always said the same would have every property above. */
Test(judge, meets_every_verdict_in_random_cases)
{
	unsigned met[4] = { 0 };
	unsigned by_finding = 0;

	for (uint64_t seed = 0; seed < CASES; seed++) {
		cleanup_random_case struct random_case made;
		cleanup_judgements struct judgements all = { .list = NULL };

		random_case_fill(&made, seed);
		judge(&made.rubric, &made.evidence, &all);
		for (size_t i = 0; i < all.count; i++) {
			met[all.list[i].verdict]++;
			by_finding += all.list[i].findings_count > 0;
		}
	}
	for (size_t i = 0; i < 4; i++)
		cr_assert(met[i] > 100, "%s only %u times", verdict_name((enum verdict)i), met[i]);
	cr_assert(by_finding > 50, "only %u items lost by findings", by_finding);
}

/*** lines that are none ***/

static void expect_refusal(const char *line, const char *sentence)
{
	cleanup_json json_t *lines = json_array();
	struct judgements untouched = { .count = 77 };
	cleanup_buf struct buf why = BUF_INIT;

	json_array_append_new(lines,
		json_loads("{\"item\":\"a\",\"verdict\":\"passed\",\"passed\":1,\"total\":1}", 0,
			NULL));
	json_array_append_new(lines, json_loads(line, JSON_DECODE_ANY, NULL));
	cr_assert_eq(judgements_from_json(lines, &untouched, &why), -EBADMSG);
	cr_assert_str_eq(why.data, sentence);
	cr_assert_eq(untouched.count, 77);
}

#define LINE "{\"item\":\"a\",\"verdict\":\"failed\",\"passed\":1,\"total\":"

Test(judge, refuses_lines_that_are_no_judgements)
{
	expect_refusal("[]", "judgement 2 cannot be used: it is no object");
	expect_refusal("{}", "judgement 2 cannot be used: it has no \"item\"");
	expect_refusal("{\"item\":\"a\",\"verdict\":\"lost\"}",
		"judgement 2 cannot be used: its \"verdict\" is none of the known ones");
	expect_refusal(LINE "0}", "judgement 2 cannot be used: \"passed\" and \"total\" are no "
				  "counts that go together");
	expect_refusal(LINE "1.5}", "judgement 2 cannot be used: \"passed\" and \"total\" are no "
				    "counts that go together");
	expect_refusal(LINE "2,\"scenarios\":[1]}",
		"judgement 2 cannot be used: its \"scenarios\" are no list of names");
	expect_refusal(LINE "2,\"scenarios\":{}}",
		"judgement 2 cannot be used: its \"scenarios\" are no list of names");
	expect_refusal(LINE "2,\"findings\":[-1]}",
		"judgement 2 cannot be used: its \"findings\" are no list of indexes");
}
