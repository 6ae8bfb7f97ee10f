#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/steps/retrace.h"

/* One run: what failed in it, and how its program ended. */
static json_t *line(const char *scenario, const char *verdict, const char *what,
	const char *outcome, int printed)
{
	return json_pack("{s:s, s:s, s:[{s:b, s:s, s:i}], s:[{s:s, s:s, s:i}], s:[]}", "scenario",
		scenario, "verdict", verdict, "expectations", "met", 0, "what", what, "pid", 3,
		"peers", "program", "student", "outcome", outcome, "stdout_bytes", printed,
		"denied");
}

/* "a/b c/d": what is chosen, in its order. */
static char *chosen(const json_t *lines, bool slowly)
{
	struct assignment_tool tool = { .scenarios_count = 0 };
	struct buf text = BUF_INIT;

	retrace_choose(lines, slowly, &tool);
	buf_adds(&text, "");
	for (unsigned i = 0; i < tool.scenarios_count; i++)
		buf_printf(&text, "%s%s", i ? " " : "", tool.scenarios[i]);
	free(tool.scenarios);
	return text.length ? buf_steal(&text) : xstrdup("");
}

static void expect_chosen(json_t *lines, const char *wanted)
{
	cleanup_free char *names = chosen(lines, false);

	cr_assert_str_eq(names, wanted);
	json_decref(lines);
}

Test(retrace, repeats_nothing_of_a_right_program)
{
	expect_chosen(json_pack("[o]", line("a/b", "passed", "outcome of p", "EXITED(0)", 0)), "");
}

Test(retrace, repeats_of_each_suite_what_printed_least)
{
	expect_chosen(json_pack("[o, o, o, o]",
			      line("a/b", "failed", "standard output of p", "EXITED(0)", 50),
			      line("a/c", "failed", "standard output of p", "EXITED(0)", 5),
			      line("ab/c", "failed", "standard output of p", "SIGNALLED(11)", 500),
			      line("ab/d", "failed", "standard output of p", "EXITED(0)", 500)),
		"a/c ab/c");
}

Test(retrace, repeats_four_at_most)
{
	expect_chosen(
		json_pack("[o, o, o, o, o]", line("a/b", "failed", "outcome of p", "EXITED(1)", 0),
			line("b/b", "failed", "outcome of p", "EXITED(1)", 0),
			line("c/b", "failed", "outcome of p", "EXITED(1)", 0),
			line("d/b", "failed", "outcome of p", "EXITED(1)", 0),
			line("e/b", "failed", "outcome of p", "EXITED(1)", 0)),
		"a/b b/b c/b d/b");
}

Test(retrace, leaves_out_what_is_explained_already)
{
	json_t *denied = line("a/b", "failed", "outcome of p", "EXITED(1)", 0);
	json_t *under_a_tool = line("a/b", "failed", "outcome of p", "EXITED(1)", 0);

	json_array_append_new(json_object_get(denied, "denied"), json_object());
	json_object_set_new(under_a_tool, "tool", json_string("memcheck"));
	expect_chosen(
		json_pack("[o, o, o, o]", line("a/b", "failed", "outcome of p", "DEADLOCKED", 0),
			line("a/c", "failed", "outcome of p", "CPU_LIMIT", 0), denied,
			under_a_tool),
		"");
}

/*** under a tool that is slow ***/

static json_t *slow_line(const char *scenario, double cpu_ms, int printed)
{
	json_t *made = line(scenario, "failed", "standard output of p", "EXITED(0)", printed);
	json_t *unmet = json_array_get(json_object_get(made, "expectations"), 0);

	json_object_set_new(made, "cpu_ms", json_real(cpu_ms));
	json_object_set_new(unmet, "output", json_pack("{s:i}", "offset", 0));
	return made;
}

static void expect_chosen_slowly(json_t *lines, const char *wanted)
{
	cleanup_free char *names = chosen(lines, true);

	cr_assert_str_eq(names, wanted);
	json_decref(lines);
}

Test(retrace, repeats_slowly_what_costs_least_and_no_more_than_can_be_had)
{
	expect_chosen_slowly(
		json_pack("[o, o, o, o]", slow_line("a/b", 40, 9), slow_line("b/b", 1, 9),
			slow_line("c/b", 60, 9), slow_line("d/b", 2, 9)),
		"b/b d/b a/b");
}

Test(retrace, repeats_slowly_one_that_costs_much_but_none_that_costs_too_much)
{
	expect_chosen_slowly(json_pack("[o]", slow_line("a/b", 900, 9)), "a/b");
	expect_chosen_slowly(json_pack("[o]", slow_line("a/b", 1100, 9)), "");
}

Test(retrace, repeats_slowly_nothing_but_wrong_outputs)
{
	expect_chosen_slowly(
		json_pack("[o]", line("a/b", "failed", "outcome of p", "EXITED(1)", 0)), "");
}
