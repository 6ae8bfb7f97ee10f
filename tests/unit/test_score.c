#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "harness/base/jsonl.h"
#include "harness/core/score.h"
#include "tests/unit/random_case.h"

/* score() only reads what it is given. */
static char *text(const char *literal)
{
	return (char *)(uintptr_t)literal;
}

/* Two items of 10 and 7.5 points, and what was found. */
struct bench {
	struct rubric_item items[2];
	struct rubric_deduction deductions[2];
	struct rubric rubric;
	struct judgement verdicts[2];
	struct judgements judgements;
	struct finding found[8];
	struct findings findings;
	struct score score;
};

#define cleanup_bench __attribute__((cleanup(bench_release)))

static void bench_release(struct bench *bench)
{
	score_release(&bench->score);
}

static void bench_fill(struct bench *bench)
{
	*bench = (struct bench){
		.items = { { .id = text("a"), .points = 10 }, { .id = text("b"), .points = 7.5 } },
		.deductions = { { .finding = text("zombie"),
					.points = 2,
					.cap = 5,
					.title = text("Children are reaped") },
			{ .finding = text("leak"), .points = 0.5, .title = text("No leaks") } },
		.verdicts = { { .item = text("a") }, { .item = text("b") } },
	};
	bench->rubric = (struct rubric){ .items = bench->items,
		.items_count = 2,
		.deductions = bench->deductions,
		.deductions_count = 2 };
	bench->judgements = (struct judgements){ .list = bench->verdicts, .count = 2 };
	bench->findings = (struct findings){ .list = bench->found };
}

static void find(struct bench *bench, const char *kind, unsigned line)
{
	bench->found[bench->findings.count++] = (struct finding){
		.analyser = text("residue"),
		.kind = text(kind),
		.file = text("a.c"),
		.line = line,
		.confirmed = true,
	};
}

static const struct score *score_of(struct bench *bench)
{
	score_release(&bench->score);
	score(&bench->rubric, &bench->judgements, &bench->findings, &bench->score);
	return &bench->score;
}

Test(score, gives_all_points_for_passed_and_broken_items)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	bench.verdicts[1].verdict = VERDICT_BROKEN;
	cr_assert_eq(score_of(&bench)->score, 17.5);
	cr_assert_eq(bench.score.possible, 17.5);
	cr_assert_eq(bench.score.items_count, 2);
	cr_assert_str_eq(bench.score.items[1].item, "b");
	cr_assert_eq(bench.score.items[1].points, 7.5);
	cr_assert_eq(bench.score.items[1].possible, 7.5);
	cr_assert_eq(bench.score.deductions_count, 0);
}

Test(score, gives_none_for_failed_and_skipped_items)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	bench.verdicts[0].verdict = VERDICT_FAILED;
	bench.verdicts[0].passed = 1;
	bench.verdicts[0].total = 2;
	cr_assert_eq(score_of(&bench)->score, 7.5);
	bench.verdicts[1].verdict = VERDICT_SKIPPED;
	bench.items[1].share = true;
	bench.verdicts[1].passed = bench.verdicts[1].total = 1;
	cr_assert_eq(score_of(&bench)->score, 0);
	cr_assert_eq(bench.score.possible, 17.5);
}

Test(score, shares_points_among_scenarios_unless_a_finding_decided)
{
	cleanup_bench struct bench bench;
	size_t decisive[] = { 0 };

	bench_fill(&bench);
	bench.items[0].share = true;
	bench.verdicts[0].verdict = VERDICT_FAILED;
	bench.verdicts[0].passed = 3;
	bench.verdicts[0].total = 4;
	cr_assert_eq(score_of(&bench)->items[0].points, 7.5);
	bench.verdicts[0].findings = decisive;
	bench.verdicts[0].findings_count = 1;
	cr_assert_eq(score_of(&bench)->items[0].points, 0);
	bench.verdicts[0].findings_count = 0;
	bench.verdicts[0].total = bench.verdicts[0].passed = 0;
	cr_assert_eq(score_of(&bench)->items[0].points, 0);
}

Test(score, counts_extra_credit_over_what_is_possible)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	bench.items[1].extra = true;
	cr_assert_eq(score_of(&bench)->score, 17.5);
	cr_assert_eq(bench.score.possible, 10);
}

Test(score, deducts_for_each_finding_up_to_the_cap)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	find(&bench, "zombie", 1);
	find(&bench, "zombie", 2);
	find(&bench, "leak", 1);
	cr_assert_eq(score_of(&bench)->score, 13);
	cr_assert_eq(bench.score.deductions_count, 2);
	cr_assert_str_eq(bench.score.deductions[0].finding, "zombie");
	cr_assert_str_eq(bench.score.deductions[0].title, "Children are reaped");
	cr_assert_eq(bench.score.deductions[0].count, 2);
	cr_assert_eq(bench.score.deductions[0].points, 4);
	cr_assert_eq(bench.score.deductions[1].points, 0.5);
	find(&bench, "zombie", 3);
	cr_assert_eq(score_of(&bench)->score, 12);
	cr_assert_eq(bench.score.deductions[0].count, 3);
	cr_assert_eq(bench.score.deductions[0].points, 5);
}

Test(score, deducts_once_for_a_fault_that_several_analysers_see)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	find(&bench, "zombie", 1);
	find(&bench, "zombie", 1);
	bench.found[1].analyser = text("explorer");
	cr_assert_eq(score_of(&bench)->deductions[0].count, 1);
	bench.found[0].line = bench.found[1].line = 0;
	cr_assert_eq(score_of(&bench)->deductions[0].count, 1);
	bench.found[1].function = text("work");
	cr_assert_eq(score_of(&bench)->deductions[0].count, 2, "two functions: two faults");
}

Test(score, deducts_for_a_confirmed_fault_that_was_guessed_before)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	find(&bench, "zombie", 1);
	bench.found[0].confirmed = false;
	cr_assert_eq(score_of(&bench)->deductions_count, 0);
	find(&bench, "zombie", 1);
	cr_assert_eq(score_of(&bench)->deductions[0].count, 1);
}

Test(score, takes_no_more_than_is_left)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	bench.verdicts[0].verdict = bench.verdicts[1].verdict = VERDICT_FAILED;
	bench.items[0].share = true;
	bench.verdicts[0].passed = 1;
	bench.verdicts[0].total = 10;
	find(&bench, "zombie", 1);
	find(&bench, "leak", 1);
	cr_assert_eq(score_of(&bench)->score, 0);
	cr_assert_eq(bench.score.deductions_count, 1);
	cr_assert_eq(bench.score.deductions[0].points, 1);
}

Test(score, gives_the_points_of_an_item_that_nobody_judged)
{
	cleanup_bench struct bench bench;

	bench_fill(&bench);
	bench.judgements.count = 1;
	cr_assert_eq(score_of(&bench)->score, 17.5);
}

/*** properties ***/

enum { CASES = 600 };

Test(score, lies_between_0_and_all_points)
{
	for (uint64_t seed = 0; seed < CASES; seed++) {
		cleanup_random_case struct random_case made;
		double most = 0;
		double points;

		random_case_fill(&made, seed);
		for (unsigned i = 0; i < made.rubric.items_count; i++)
			most += made.rubric.items[i].points;
		points = random_case_grade(&made);
		cr_assert(points >= 0 && points <= most, "seed %lu: %g of %g", (unsigned long)seed,
			points, most);
	}
}

Test(score, is_the_sum_of_what_is_shown)
{
	for (uint64_t seed = 0; seed < CASES; seed++) {
		cleanup_random_case struct random_case made;
		cleanup_judgements struct judgements judgements = { .list = NULL };
		cleanup_score struct score result = { .items = NULL };
		double sum = 0;

		random_case_fill(&made, seed);
		judge(&made.rubric, &made.evidence, &judgements);
		score(&made.rubric, &judgements, &made.findings, &result);
		for (size_t i = 0; i < result.items_count; i++)
			sum += result.items[i].points;
		for (size_t i = 0; i < result.deductions_count; i++) {
			cr_assert(result.deductions[i].points > 0, "seed %lu", (unsigned long)seed);
			sum -= result.deductions[i].points;
		}
		cr_assert(fabs(sum - result.score) < 1e-9, "seed %lu: %g and %g",
			(unsigned long)seed, sum, result.score);
	}
}

/* Does `act` to each observation of each case in turn. */
static void expect_no_loss(void (*act)(struct random_case *made, size_t index), bool also_unbuilt)
{
	for (uint64_t seed = 0; seed < CASES; seed++) {
		size_t count = 1;

		for (size_t index = 0; index < count; index++) {
			cleanup_random_case struct random_case made;
			double before;
			double after;

			random_case_fill(&made, seed);
			count = made.observations.count;
			if (index >= count ||
				(!also_unbuilt && made.evidence.build == VERDICT_FAILED))
				break;
			before = random_case_grade(&made);
			act(&made, index);
			after = random_case_grade(&made);
			cr_assert(after >= before - 1e-9, "seed %lu, observation %zu: %g became %g",
				(unsigned long)seed, index, before, after);
		}
	}
}

Test(score, is_never_lowered_by_a_broken_observation)
{
	expect_no_loss(random_case_break, true);
}

/* Where nothing was built, what was not run failed: nothing can go missing there. */
Test(score, is_never_lowered_by_a_missing_observation)
{
	expect_no_loss(random_case_remove, false);
}

Test(score, is_never_lowered_by_a_broken_build_or_a_lost_analyser)
{
	for (uint64_t seed = 0; seed < CASES; seed++) {
		cleanup_random_case struct random_case made;
		double before;

		random_case_fill(&made, seed);
		before = random_case_grade(&made);
		made.evidence.lost_kinds_count = 4;
		cr_assert(random_case_grade(&made) >= before, "seed %lu, analyser",
			(unsigned long)seed);
		made.evidence.build = VERDICT_BROKEN;
		cr_assert(
			random_case_grade(&made) >= before, "seed %lu, build", (unsigned long)seed);
	}
}

Test(score, does_not_depend_on_the_order_of_evidence)
{
	for (uint64_t seed = 0; seed < CASES; seed++) {
		cleanup_random_case struct random_case made;
		size_t place[16];
		double before;

		random_case_fill(&made, seed);
		before = random_case_grade(&made);
		random_case_shuffle(&made, place);
		cr_assert_eq(random_case_grade(&made), before, "seed %lu", (unsigned long)seed);
	}
}

Test(score, is_not_changed_by_an_unconfirmed_finding)
{
	for (uint64_t seed = 0; seed < CASES; seed++) {
		cleanup_random_case struct random_case made;
		double before;

		random_case_fill(&made, seed);
		before = random_case_grade(&made);
		random_case_add_finding(&made, false);
		cr_assert_eq(random_case_grade(&made), before, "seed %lu", (unsigned long)seed);
	}
}

Test(score, comes_back_from_json)
{
	for (uint64_t seed = 0; seed < CASES; seed++) {
		cleanup_random_case struct random_case made;
		cleanup_judgements struct judgements judgements = { .list = NULL };
		cleanup_score struct score result = { .items = NULL };
		cleanup_score struct score back = { .items = NULL };
		cleanup_json json_t *lines = NULL;
		cleanup_json json_t *again = NULL;
		cleanup_buf struct buf why = BUF_INIT;

		random_case_fill(&made, seed);
		judge(&made.rubric, &made.evidence, &judgements);
		score(&made.rubric, &judgements, &made.findings, &result);
		lines = score_to_json(&result);
		cr_assert_eq(score_from_json(lines, &back, &why), 0, "seed %lu: %s",
			(unsigned long)seed, why.data);
		again = score_to_json(&back);
		cr_assert(json_equal(lines, again), "seed %lu", (unsigned long)seed);
		cr_assert(fabs(back.score - result.score) < 1e-9, "seed %lu", (unsigned long)seed);
		cr_assert_eq(back.items_count, result.items_count);
		cr_assert_eq(back.deductions_count, result.deductions_count);
	}
}

Test(score, has_a_line_for_each_item_and_deduction_and_the_sum_last)
{
	cleanup_bench struct bench bench;
	cleanup_json json_t *lines = NULL;
	cleanup_json json_t *wanted = json_loads(
		"[{\"item\":\"a\",\"points\":10,\"possible\":10},"
		"{\"item\":\"b\",\"points\":7.5,\"possible\":7.5},"
		"{\"deduction\":\"zombie\",\"title\":\"Children are reaped\",\"count\":1,"
		"\"points\":2},"
		"{\"score\":15.5,\"possible\":17.5}]",
		0, NULL);

	bench_fill(&bench);
	find(&bench, "zombie", 1);
	lines = score_to_json(score_of(&bench));
	cr_assert(json_equal(lines, wanted));
}

static void expect_refusal(const char *json, const char *sentence)
{
	cleanup_json json_t *lines = json_loads(json, 0, NULL);
	struct score untouched = { .score = 77 };
	cleanup_buf struct buf why = BUF_INIT;

	cr_assert_not_null(lines, "no JSON: %s", json);
	cr_assert_eq(score_from_json(lines, &untouched, &why), -EBADMSG);
	cr_assert_str_eq(why.data, sentence);
	cr_assert_eq(untouched.score, 77);
}

#define SUM "{\"score\":1,\"possible\":1}"

Test(score, refuses_lines_that_are_none_and_a_file_cut_short)
{
	expect_refusal("[]", "the score has no lines");
	expect_refusal(
		"[{\"item\":\"a\",\"points\":1,\"possible\":1}]", "line 1 of the score is no sum");
	expect_refusal("[" SUM "," SUM "]", "line 1 of the score is no item or deduction");
	expect_refusal("[{\"item\":\"a\",\"points\":1}," SUM "]",
		"line 1 of the score is no item or deduction");
	expect_refusal("[{\"item\":\"a\",\"points\":-1,\"possible\":1}," SUM "]",
		"line 1 of the score is no item or deduction");
	expect_refusal("[{\"deduction\":\"leak\",\"points\":1,\"count\":1.5}," SUM "]",
		"line 1 of the score is no item or deduction");
	expect_refusal("[3," SUM "]", "line 1 of the score is no item or deduction");
}
