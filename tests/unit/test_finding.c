#include <criterion/criterion.h>
#include <errno.h>
#include <stdint.h>

#include "harness/base/jsonl.h"
#include "harness/core/finding.h"

/* The struct owns its texts, but the functions under test only read them. */
static char *text(const char *literal)
{
	return (char *)(uintptr_t)literal;
}

static struct finding race(unsigned line)
{
	return (struct finding){
		.analyser = text("helgrind"),
		.kind = text("race"),
		.file = text("bank.c"),
		.line = line,
		.confirmed = true,
	};
}

Test(finding, knows_its_kinds)
{
	cr_assert_str_eq(finding_kind("race")->name, "race");
	cr_assert_str_eq(finding_kind("race")->about, "data race");
	cr_assert_not_null(finding_kind("limit"));
	cr_assert_null(finding_kind("rac"));
	cr_assert_null(finding_kind(""));
	for (const struct finding_kind *kind = finding_kinds; kind->name; kind++) {
		cr_assert_eq(finding_kind(kind->name), kind, "%s is there twice", kind->name);
		cr_assert(kind->about && *kind->about, "%s has no words", kind->name);
	}
}

Test(finding, keeps_one_of_what_is_the_same_fault)
{
	cleanup_findings struct findings all = FINDINGS_INIT;
	struct finding one = race(31);
	struct finding again = race(31);

	again.message = text("other words");
	again.function = text("");
	findings_add(&all, &one);
	findings_add(&all, &again);
	cr_assert_eq(all.count, 1);
	cr_assert_str_eq(all.list[0].message, "");
	cr_assert_str_eq(all.list[0].scenario, "");
}

Test(finding, is_kept_for_each_scenario_that_shows_it)
{
	cleanup_findings struct findings all = FINDINGS_INIT;
	struct finding here = race(31), there = race(31);
	struct finding nowhere = race(0), nowhere_either = race(0);

	there.scenario = text("threads/eight");
	nowhere_either.scenario = text("threads/eight");
	findings_add(&all, &here);
	findings_add(&all, &there);
	cr_assert_eq(all.count, 2, "a rubric may ask where it was seen");
	findings_add(&all, &nowhere);
	findings_add(&all, &nowhere_either);
	findings_add(&all, &nowhere_either);
	cr_assert_eq(all.count, 4);
}

Test(finding, keeps_what_differs_in_analyser_kind_or_place)
{
	cleanup_findings struct findings all = FINDINGS_INIT;
	struct finding many[] = { race(31), race(32), race(31), race(31), race(31), race(31) };

	many[2].analyser = text("drd");
	many[3].kind = text("deadlock");
	many[4].file = text("main.c");
	many[5].function = text("work");
	for (size_t i = 0; i < 6; i++)
		findings_add(&all, &many[i]);
	cr_assert_eq(all.count, 6);
}

Test(finding, confirmed_takes_the_place_of_unconfirmed)
{
	cleanup_findings struct findings all = FINDINGS_INIT;
	struct finding guess = race(31);
	struct finding sure = race(31);

	guess.confirmed = false;
	guess.message = text("may be");
	sure.message = text("seen");
	findings_add(&all, &guess);
	findings_add(&all, &sure);
	findings_add(&all, &guess);
	cr_assert_eq(all.count, 1);
	cr_assert(all.list[0].confirmed);
	cr_assert_str_eq(all.list[0].message, "seen");
}

Test(finding, owns_its_texts)
{
	cleanup_findings struct findings all = FINDINGS_INIT;
	char file[] = "bank.c";
	struct finding one = race(31);

	one.file = file;
	findings_add(&all, &one);
	file[0] = 't';
	cr_assert_str_eq(all.list[0].file, "bank.c");
}

Test(finding, is_the_same_fault_at_one_place_or_on_one_subject)
{
	struct finding a = race(31);
	struct finding b = race(31);

	b.analyser = text("drd");
	cr_assert(finding_same_fault(&a, &b));
	b.kind = text("deadlock");
	cr_assert_not(finding_same_fault(&a, &b));
	b = race(32);
	cr_assert_not(finding_same_fault(&a, &b));
	a = b = race(0);
	b.scenario = text("threads/eight");
	cr_assert(finding_same_fault(&a, &b));
	cr_assert_not(finding_same_fault(&a, &(struct finding){ .kind = text("race") }));
	b.subject = text("the counter");
	cr_assert_not(finding_same_fault(&a, &b));
	b = a;
	b.function = text("work");
	cr_assert_not(finding_same_fault(&a, &b));
	b = race(31);
	cr_assert_not(finding_same_fault(&a, &b));
	a = b = race(31);
	a.file = b.file = text("");
	cr_assert(finding_same_fault(&a, &b), "a line of no file is no place");
	a = race(31);
	b = race(0);
	a.subject = b.subject = text("SIGNALLED(11)");
	cr_assert(finding_same_fault(&a, &b), "a place more makes no fault more");
}

Test(finding, comes_back_from_json)
{
	cleanup_findings struct findings back = FINDINGS_INIT;
	cleanup_json json_t *lines = json_array();
	cleanup_buf struct buf why = BUF_INIT;
	struct finding one = {
		.analyser = text("explorer"),
		.kind = text("deadlock"),
		.file = text("größe.c"),
		.line = 4294967295u,
		.function = text("work"),
		.message = text("a\nb"),
		.hint = text("Close it."),
		.read = text("pipe(7)"),
		.scenario = text("eof/child"),
		.repeat = text("proctor replay 3"),
		.confirmed = true,
	};
	struct finding two = race(0);

	two.confirmed = false;
	json_array_append_new(lines, finding_to_json(&one));
	json_array_append_new(lines, finding_to_json(&two));
	json_array_append_new(lines, finding_to_json(&two));
	cr_assert_eq(findings_from_json(lines, &back, &why), 0, "%s", why.data);
	cr_assert_eq(back.count, 3, "a line was left out");
	for (size_t i = 0; i < back.count; i++) {
		cleanup_json json_t *again = finding_to_json(&back.list[i]);

		cr_assert(json_equal(again, json_array_get(lines, i)));
	}
	cr_assert_eq(back.list[0].line, 4294967295u);
	cr_assert_str_eq(back.list[0].file, "größe.c");
	cr_assert(back.list[0].confirmed && !back.list[1].confirmed);
}

static void expect_refusal(const char *line, const char *sentence)
{
	cleanup_json json_t *lines = json_array();
	cleanup_buf struct buf why = BUF_INIT;
	struct findings untouched = { .count = 77 };
	json_t *good = json_loads("{\"analyser\":\"drd\",\"kind\":\"race\"}", 0, NULL);

	json_array_append_new(lines, good);
	json_array_append_new(lines, json_loads(line, JSON_DECODE_ANY, NULL));
	cr_assert_eq(findings_from_json(lines, &untouched, &why), -EBADMSG);
	cr_assert_str_eq(why.data, sentence);
	cr_assert_eq(untouched.count, 77);
}

Test(finding, refuses_lines_that_are_none)
{
	expect_refusal("3", "finding 2 cannot be used: it is no object");
	expect_refusal("{\"kind\":\"race\"}", "finding 2 cannot be used: it has no \"analyser\"");
	expect_refusal("{\"analyser\":\"drd\"}",
		"finding 2 cannot be used: its \"kind\" is none of the known ones");
	expect_refusal("{\"analyser\":\"drd\",\"kind\":\"rase\"}",
		"finding 2 cannot be used: its \"kind\" is none of the known ones");
	expect_refusal("{\"analyser\":\"drd\",\"kind\":\"race\",\"line\":-1}",
		"finding 2 cannot be used: its \"line\" is no line number");
	expect_refusal("{\"analyser\":\"drd\",\"kind\":\"race\",\"line\":1.5}",
		"finding 2 cannot be used: its \"line\" is no line number");
}
