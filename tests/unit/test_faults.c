#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/core/faults.h"
#include "tests/unit/random_case.h"

static char *text(const char *literal)
{
	return (char *)(uintptr_t)literal;
}

static struct finding told(const char *analyser, const char *kind, unsigned line, const char *where)
{
	return (struct finding){
		.analyser = text(analyser),
		.kind = text(kind),
		.file = text(line ? "relay.c" : ""),
		.line = line,
		.function = text(""),
		.subject = text(""),
		.message = text(""),
		.hint = text(""),
		.read = text(""),
		.scenario = text(where),
		.repeat = text(""),
		.confirmed = true,
	};
}

Test(faults, a_deadlock_of_six_scenarios_at_one_line_is_one_fault)
{
	static const char *const where[] = { "eof/a", "lines/b", "eof/c", "long/d", "eof/e",
		"many/f" };
	struct finding list[6];
	cleanup_faults struct faults faults = { .list = NULL };

	for (size_t i = 0; i < 6; i++)
		list[i] = told("deadlock", "deadlock", 41, where[i]);
	faults_merge(&(struct findings){ list, 6 }, &faults);
	cr_assert_eq(faults.count, 1);
	cr_assert_eq(faults.list[0].findings_count, 6);
	cr_assert_eq(faults.list[0].scenarios_count, 6);
	cr_assert_str_eq(faults.list[0].scenarios[0], "eof/a");
	cr_assert_str_eq(faults.list[0].scenarios[5], "many/f");
	cr_assert_eq(faults.list[0].analysers_count, 1);
}

Test(faults, two_tools_that_see_one_race_tell_of_one_fault_in_the_better_words)
{
	struct finding list[] = { told("drd", "race", 31, "a/b"),
		told("helgrind", "race", 31, "a/b") };
	cleanup_faults struct faults faults = { .list = NULL };

	faults_merge(&(struct findings){ list, 2 }, &faults);
	cr_assert_eq(faults.count, 1);
	cr_assert_str_eq(faults.list[0].told->analyser, "helgrind");
	cr_assert_eq(faults.list[0].analysers_count, 2);
	cr_assert(fault_has(&faults.list[0], 0) && fault_has(&faults.list[0], 1));
	cr_assert_not(fault_has(&faults.list[0], 2));
}

Test(faults, is_confirmed_by_one_finding_and_then_told_by_it)
{
	struct finding list[] = { told("helgrind", "race", 31, "a/b"),
		told("other", "race", 31, "c/d") };
	cleanup_faults struct faults faults = { .list = NULL };

	list[0].confirmed = false;
	faults_merge(&(struct findings){ list, 2 }, &faults);
	cr_assert(faults.list[0].confirmed);
	cr_assert_str_eq(faults.list[0].told->analyser, "other");
	faults_release(&faults);
	list[1].confirmed = false;
	faults_merge(&(struct findings){ list, 2 }, &faults);
	cr_assert_not(faults.list[0].confirmed);
}

Test(faults, are_ranked_by_what_to_look_at_first)
{
	struct finding list[] = {
		told("memcheck", "leak", 9, "a/b"),
		told("ends", "signal-death", 0, "a/b"),
		told("memcheck", "invalid-access", 0, "a/b"),
		told("memcheck", "invalid-access", 50, "a/b"),
		told("memcheck", "invalid-access", 40, "a/b"),
		told("memcheck", "invalid-access", 50, "c/d"),
		told("helgrind", "deadlock", 7, "a/b"),
	};
	static const size_t order[] = { 3, 4, 2, 1, 0, 6 };
	cleanup_faults struct faults faults = { .list = NULL };

	list[6].confirmed = false;
	faults_merge(&(struct findings){ list, 7 }, &faults);
	cr_assert_eq(faults.count, 6);
	for (size_t i = 0; i < 6; i++)
		cr_assert_eq(faults.list[i].findings[0], order[i], "place %zu", i);
}

Test(faults, names_are_counted_where_they_are_too_many)
{
	static const char *const names[] = { "a/b", "c/d", "e/f" };
	cleanup_free char *all = fault_names(names, 3, 3);
	cleanup_free char *some = fault_names(names, 3, 2);
	cleanup_free char *none = fault_names(names, 0, 2);

	cr_assert_str_eq(all, "a/b, c/d, e/f");
	cr_assert_str_eq(some, "a/b, c/d and 1 more");
	cr_assert_str_eq(none, "");
}

/*** properties ***/

enum { CASES = 2000 };

/* Everything of the faults that does not hang on the order of the findings. */
static json_t *outside(const struct faults *faults)
{
	json_t *list = json_array();

	for (size_t i = 0; i < faults->count; i++) {
		const struct fault *fault = &faults->list[i];
		json_t *names = json_array();

		for (size_t k = 0; k < fault->analysers_count; k++)
			json_array_append_new(names, json_string(fault->analysers[k]));
		for (size_t k = 0; k < fault->scenarios_count; k++)
			json_array_append_new(names, json_string(fault->scenarios[k]));
		json_array_append_new(list,
			json_pack("{s:o, s:o, s:b, s:I}", "told", finding_to_json(fault->told),
				"names", names, "confirmed", fault->confirmed, "count",
				(json_int_t)fault->findings_count));
	}
	return list;
}

Test(faults, do_not_hang_on_the_order_of_the_findings)
{
	for (uint64_t seed = 1; seed <= CASES; seed++) {
		cleanup_random_case struct random_case made;
		cleanup_faults struct faults before = { .list = NULL };
		cleanup_faults struct faults after = { .list = NULL };
		cleanup_json json_t *one = NULL;
		cleanup_json json_t *other = NULL;
		size_t places[64];

		random_case_fill(&made, seed);
		faults_merge(&made.findings, &before);
		one = outside(&before);
		faults_release(&before);
		random_case_shuffle(&made, places);
		faults_merge(&made.findings, &after);
		other = outside(&after);
		cr_assert(json_equal(one, other), "seed %lu", (unsigned long)seed);
	}
}

Test(faults, hold_every_finding_once_and_are_confirmed_by_theirs_alone)
{
	for (uint64_t seed = 1; seed <= CASES; seed++) {
		cleanup_random_case struct random_case made;
		cleanup_faults struct faults faults = { .list = NULL };
		size_t findings = 0;

		random_case_fill(&made, seed);
		faults_merge(&made.findings, &faults);
		for (size_t i = 0; i < faults.count; i++) {
			const struct fault *fault = &faults.list[i];
			bool confirmed = false;

			findings += fault->findings_count;
			for (size_t k = 0; k < fault->findings_count; k++)
				confirmed |= made.findings.list[fault->findings[k]].confirmed;
			cr_assert_eq(confirmed, fault->confirmed, "seed %lu", (unsigned long)seed);
			cr_assert_eq(fault->told->confirmed, fault->confirmed);
			cr_assert(i == 0 || faults.list[i - 1].confirmed || !fault->confirmed);
		}
		for (size_t index = 0; index < made.findings.count; index++) {
			unsigned times = 0;

			for (size_t i = 0; i < faults.count; i++)
				times += fault_has(&faults.list[i], index);
			cr_assert_eq(times, 1, "seed %lu", (unsigned long)seed);
		}
		cr_assert_eq(findings, made.findings.count);
	}
}

/* Judging works on findings: what decided there is a fault here that counts. */
Test(faults, hold_what_decided_in_one_that_is_confirmed)
{
	for (uint64_t seed = 1; seed <= CASES; seed++) {
		cleanup_random_case struct random_case made;
		cleanup_faults struct faults faults = { .list = NULL };
		cleanup_judgements struct judgements judgements = { .list = NULL };

		random_case_fill(&made, seed);
		judge(&made.rubric, &made.evidence, &judgements);
		faults_merge(&made.findings, &faults);
		for (size_t i = 0; i < judgements.count; i++) {
			const struct judgement *judgement = &judgements.list[i];

			for (size_t k = 0; k < judgement->findings_count; k++) {
				size_t f = 0;

				while (!fault_has(&faults.list[f], judgement->findings[k]))
					f++;
				cr_assert(
					faults.list[f].confirmed, "seed %lu", (unsigned long)seed);
			}
		}
	}
}
