#include <criterion/criterion.h>
#include <string.h>

#include "harness/base/jsonl.h"
#include "harness/report/evidence.h"
#include "tests/unit/report_fixture.h"

/* The outcome that counts in a run with this unmet expectation and these ends. */
static const char *outcome_of(
	struct observation *o, const char *seen, const char *first, const char *second)
{
	json_decref(o->record);
	o->record = json_pack("{s:[{s:b, s:s}], s:[{s:s, s:s}, {s:s, s:s}]}", "expectations", "met",
		0, "seen", seen, "peers", "outcome", first, "program", "student", "outcome", second,
		"program", "student");
	cr_assert_not_null(o->record);
	return evidence_outcome(o);
}

Test(report_evidence, takes_the_outcome_that_the_expectation_saw)
{
	struct observation o = { .record = NULL };

	cr_assert_str_eq(outcome_of(&o, "SIGNALLED(9) (was killed by signal 9 (SIGKILL))",
				 "DEADLOCKED", "SIGNALLED(9)"),
		"SIGNALLED(9)");
	json_decref(o.record);
}

Test(report_evidence, takes_no_signal_for_a_fault_that_the_scenario_itself_sends)
{
	struct observation o = { .record = NULL };

	cr_assert_null(outcome_of(&o, "line 1", "SIGNALLED(9)", "EXITED(1)"));
	cr_assert_null(outcome_of(&o, "line 1", "SIGNALLED(15)", "RUNNING"));
	cr_assert_str_eq(
		outcome_of(&o, "line 1", "SIGNALLED(9)", "SIGNALLED(13)"), "SIGNALLED(13)");
	json_decref(o.record);
}

Test(report_evidence, prefers_a_plain_run_to_one_under_a_tool)
{
	struct observation list[] = {
		{ .scenario = "a/b", .tool = "memcheck", .verdict = VERDICT_FAILED },
		{ .scenario = "a/b", .verdict = VERDICT_FAILED },
		{ .scenario = "a/c", .tool = "memcheck", .verdict = VERDICT_FAILED },
		{ .scenario = "a/c", .verdict = VERDICT_PASSED },
	};
	struct report report = { .observations = { .list = list, .count = 4 } };

	cr_assert_eq(evidence_observation(&report, "a/b", VERDICT_FAILED), &list[1]);
	cr_assert_eq(evidence_observation(&report, "a/c", VERDICT_FAILED), &list[2]);
	cr_assert_null(evidence_observation(&report, "a/d", VERDICT_FAILED));
}

Test(report_evidence, sums_an_item_up_in_one_safe_line)
{
	struct report *report = report_fixture();
	static const char *const lines[FIXTURE_ITEMS] = {
		[FIXTURE_BUILDS] = "",
		[FIXTURE_EOF] = "outcome of relay: expected EXITED(0), seen DEADLOCKED",
		[FIXTURE_OUTPUT] = "output of relay differs in line 3",
		[FIXTURE_RACES] = "Two children add to `total` and nothing orders them",
		[FIXTURE_SIGPIPE] = "needs `eof`, which was not passed",
	};

	for (size_t i = 0; i < FIXTURE_ITEMS; i++) {
		cleanup_buf struct buf line = BUF_INIT;

		evidence_summary(report, &report->items[i], &line);
		cr_assert_null(strpbrk(line.data, "\n\033"));
		if (lines[i])
			cr_assert_str_eq(line.data, lines[i]);
	}
	report_free(report);
}

Test(report_evidence, knows_the_cause_and_the_place_of_each_item)
{
	struct report *report = report_fixture();
	struct evidence_place place;

	cr_assert_str_eq(evidence_type(report, &report->items[FIXTURE_EOF]), "DEADLOCKED");
	cr_assert_str_eq(evidence_type(report, &report->items[FIXTURE_RACES]), "race");
	cr_assert_str_eq(evidence_type(report, &report->items[FIXTURE_LIMITS]), "grader");
	cr_assert(evidence_place(report, &report->items[FIXTURE_EOF], &place));
	cr_assert_str_eq(place.file, "relay.c");
	cr_assert_eq(place.line, 41);
	cr_assert(evidence_place(report, &report->items[FIXTURE_RACES], &place));
	cr_assert_eq(place.line, 63);
	cr_assert_not(evidence_place(report, &report->items[FIXTURE_OUTPUT], &place));
	report_free(report);
}
