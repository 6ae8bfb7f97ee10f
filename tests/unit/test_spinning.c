#include <criterion/criterion.h>
#include <jansson.h>
#include <string.h>

#include "harness/analyse/analyser.h"
#include "harness/base/buf.h"
#include "harness/base/jsonl.h"
#include "sandbox/spins.h"

/* One run that failed, or as the fields say. */
struct run {
	const char *verdict; /* NULL: "failed" */
	const char *outcome; /* NULL: "SPINNING" */
	const char *tool; /* NULL: none */
	const char *spins; /* JSON; NULL: one call of waitpid */
};

#define SPIN(kind, call, result, line)                                                             \
	"{\"kind\":\"" kind "\",\"peer\":\"relay\",\"pid\":2,\"tid\":2,\"task\":\"relay\","        \
	"\"call\":\"" call "\",\"result\":\"" result "\",\"times\":8,\"steps\":144,"               \
	"\"file\":\"relay.c\",\"line\":" line ",\"function\":\"collect\"}"

static struct findings findings_of(const struct run *run)
{
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	cleanup_json json_t *lines = NULL;
	cleanup_observations struct observations observations = { .list = NULL };
	struct findings findings = FINDINGS_INIT;

	buf_printf(&text,
		"{\"scenario\":\"a/b\",\"verdict\":\"%s\",\"reason\":\"r\",%s\"peers\":[{\"name\":"
		"\"relay\",\"outcome\":\"%s\"}],\"spins\":%s}\n",
		run->verdict ? run->verdict : "failed", run->tool ? run->tool : "",
		run->outcome ? run->outcome : "SPINNING",
		run->spins ? run->spins : "[" SPIN("call", "waitpid", "0", "41") "]");
	cr_assert_eq(
		jsonl_parse(text.data, text.length, "a test", &lines, &why), 0, "%s", why.data);
	cr_assert_eq(observations_from_json(lines, &observations, &why), 0, "%s", why.data);
	cr_assert_eq(analyser("spinning")
			     ->analyse(&(struct analysis){ .observations = &observations },
				     &findings, &why),
		0);
	return findings;
}

Test(spinning, a_loop_of_waitpid_is_named_with_its_line_and_what_to_do)
{
	cleanup_findings struct findings findings = findings_of(&(struct run){ NULL });
	const struct finding *finding = findings.list;

	cr_assert_eq(findings.count, 1);
	cr_assert_str_eq(finding->kind, "spinning");
	cr_assert_str_eq(finding->file, "relay.c");
	cr_assert_eq(finding->line, 41);
	cr_assert_str_eq(finding->function, "collect");
	cr_assert(finding->confirmed);
	cr_assert_str_eq(finding->message,
		"relay waits in a loop that uses the CPU all the time. It calls waitpid() again "
		"and "
		"again, 8 times in 144 machine instructions, and each time no child had ended yet "
		"(0).");
	cr_assert_str_eq(
		finding->hint, "Call waitpid() without WNOHANG: it sleeps until a child ends.");
	cr_assert_str_eq(finding->read, "waitpid(2)");
}

Test(spinning, the_same_call_means_another_thing_with_another_result)
{
	cleanup_findings struct findings findings =
		findings_of(&(struct run){ .spins = "[" SPIN("call", "read", "0", "7") "," SPIN(
						   "call", "read", "EAGAIN", "9") "]" });

	cr_assert_eq(findings.count, 2);
	cr_assert(strstr(findings.list[0].message, "end of file"));
	cr_assert(strstr(findings.list[1].message, "no data yet"));
}

Test(spinning, a_loop_without_a_call_looks_at_memory)
{
	cleanup_findings struct findings findings =
		findings_of(&(struct run){ .spins = "[" SPIN("memory", "", "", "7") "]" });

	cr_assert_eq(findings.count, 1);
	cr_assert(strstr(findings.list[0].message, "looks at memory"));
	cr_assert(strstr(findings.list[0].hint, "condition variable"));
}

Test(spinning, an_unknown_call_is_told_without_a_lesson)
{
	cleanup_findings struct findings findings = findings_of(
		&(struct run){ .spins = "[" SPIN("call", "frobnicate", "EINVAL", "7") "]" });

	cr_assert_eq(findings.count, 1);
	cr_assert(strstr(findings.list[0].message, "frobnicate() again and again, 8 times"));
	cr_assert(strstr(findings.list[0].message, "(EINVAL)."));
}

Test(spinning, eight_children_of_one_loop_are_one_finding)
{
	cleanup_findings struct findings findings = findings_of(&(struct run){
		.spins = "[" SPIN("memory", "", "", "7") "," SPIN("memory", "", "", "7") "]" });

	cr_assert_eq(findings.count, 1);
}

Test(spinning, a_task_that_computes_is_not_accused)
{
	cleanup_findings struct findings findings =
		findings_of(&(struct run){ .spins = "[" SPIN("none", "", "", "7") "]" });

	cr_assert_eq(findings.count, 0);
}

Test(spinning, beside_a_task_that_computes_it_is_for_staff_alone)
{
	cleanup_findings struct findings findings = findings_of(&(struct run){
		.outcome = "CPU_LIMIT",
		.spins = "[" SPIN("memory", "", "", "7") "," SPIN("none", "", "", "9") "]" });

	cr_assert_eq(findings.count, 1);
	cr_assert(!findings.list[0].confirmed);
}

Test(spinning, neither_what_passed_nor_what_a_tool_ran_counts)
{
	cleanup_findings struct findings passed = findings_of(&(struct run){ .verdict = "passed" });
	cleanup_findings struct findings tool =
		findings_of(&(struct run){ .tool = "\"tool\":\"memcheck\"," });

	cr_assert_eq(passed.count, 0);
	cr_assert_eq(tool.count, 0);
}

Test(spinning, what_is_no_list_is_no_finding)
{
	cleanup_findings struct findings text = findings_of(&(struct run){ .spins = "\"x\"" });
	cleanup_findings struct findings odd = findings_of(&(struct run){ .spins = "[1,{},null]" });

	cr_assert_eq(text.count, 0);
	cr_assert_eq(odd.count, 0);
}

Test(spinning, a_box_spins_only_when_every_task_that_runs_does)
{
#define WAITS "spin\t3\t3\tcall\t144\t8\t61\t0\t0x4\t0x0\t0x1\tmain\tx.c\t15\n"
#define LOOKS "spin\t4\t3\tmemory\t67\t0\t-1\t0\t0x0\t0x0\t0x0\tmain\tx.c\t7\n"
#define COMPUTES "spin\t5\t3\tnone\t4096\t0\t-1\t0\t0x0\t0x0\t0x0\tf\tx.c\t9\n"
#define OTHERS "task\t3\t3\t1\tR\t-1\nframe\t3\tspin\tx.c\t1\nspin\t9\t9\tnone\n"

	cr_assert(spins_in_vain(WAITS "spun\n" OTHERS));
	cr_assert(spins_in_vain(WAITS LOOKS "spun\n"));
	cr_assert(!spins_in_vain(LOOKS COMPUTES "spun\n"));
	cr_assert(!spins_in_vain(WAITS), "not all have been looked at");
	cr_assert(!spins_in_vain("spun\n" OTHERS), "nobody ran");
	cr_assert(!spins_in_vain(OTHERS));
	cr_assert(!spins_in_vain(""));
	cr_assert(!spins_in_vain("spin\t3\nspun\n"));
	cr_assert(!spins_in_vain("spin\t3\t3\tcalls\t1\nspun\n"));
}
