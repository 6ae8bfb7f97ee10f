#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "harness/analyse/valgrind.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "tests/unit/scratch.h"

#define HEAD_OF(pid) "<?xml version=\"1.0\"?><valgrindoutput><pid>" pid "</pid>"
#define HEAD HEAD_OF("2")
#define END "<status><state>FINISHED</state></status></valgrindoutput>\n"
#define ERROR(kind)                                                                                \
	"<error><kind>" kind "</kind><what>it</what><stack><frame><fn>f</fn><obj>/box/relay</obj>" \
	"</frame></stack></error>"

/* One scenario that passed without memcheck and ran under it. */
struct trial {
	const char *tool; /* NULL: memcheck */
	const char *log; /* process 2's; NULL: there is none */
	const char *child; /* process 3's; NULL: there is none */
	const char *program; /* the bytes of the built program; NULL: "\x7f" "ELF" */
	const char *outcome; /* under memcheck; NULL: "EXITED(0)", as without */
	const char *stderr_text; /* under memcheck; NULL: none */
	const char *plain; /* outcome of the plain run; NULL: "EXITED(0)" */
	bool unmet; /* an expectation under memcheck */
	bool shut; /* nobody could report any more */
	bool over; /* there was more than is kept */
};

static json_t *observation(const char *tool, const char *outcome, const char *error, bool met)
{
	json_t *line = json_pack(
		"{s:s, s:s, s:[{s:b, s:s, s:s, s:s}], s:[{s:s, s:i, s:s, s:s, s:i}]}", "scenario",
		"lines/one", "verdict", "passed", "expectations", "met", met, "what",
		"standard output", "expected", "A", "seen", "nothing", "peers", "program",
		"student", "pid", 2, "outcome", outcome, "stderr", error, "stdout_bytes", 0);

	if (tool)
		json_object_set_new(line, "tool", json_string(tool));
	return line;
}

static void add_log(const char *folder, json_t *line, const char *name, const char *log)
{
	cleanup_free char *path = NULL;

	if (!log)
		return;
	path = scratch_write(folder, name, log);
	if (!json_object_get(line, "evidence"))
		json_object_set_new(line, "evidence", json_array());
	json_array_append_new(json_object_get(line, "evidence"), json_string(name));
}

/* What the last sentence was worth. */
static bool proven;

static char *sentence_of(const struct trial *trial)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *program = scratch_write(folder, "build/plain/relay",
		trial->program ? trial->program
			       : "\x7f"
				 "ELF");
	cleanup_json json_t *lines = json_array();
	cleanup_observations struct observations observations = { .list = NULL };
	cleanup_buf struct buf why = BUF_INIT;
	const char *tool = trial->tool ? trial->tool : "memcheck";
	json_t *under = observation(tool, trial->outcome ? trial->outcome : "EXITED(0)",
		trial->stderr_text ? trial->stderr_text : "", !trial->unmet);

	json_array_append_new(
		lines, observation(NULL, trial->plain ? trial->plain : "EXITED(0)", "", true));
	json_array_append_new(lines, under);
	json_object_set_new(under, "reports",
		json_pack("{s:b, s:b}", "shut", trial->shut, "over", trial->over));
	add_log(folder, under, "tools/memcheck/lines.one/1.xml", trial->log);
	add_log(folder, under, "tools/memcheck/lines.one/2.xml", trial->child);
	cr_assert_eq(observations_from_json(lines, &observations, &why), 0, "%s", why.data);
	return valgrind_withheld(
		tool, &(struct analysis){ .dir = folder, .observations = &observations }, &proven);
}

#define expect_trusted(...)                                                                        \
	do {                                                                                       \
		cleanup_free char *sentence_ = sentence_of(&(struct trial){ __VA_ARGS__ });        \
		cr_assert_null(sentence_, "%s", sentence_);                                        \
	} while (0)
#define expect_withheld(words, ...)                                                                \
	do {                                                                                       \
		cleanup_free char *sentence_ = sentence_of(&(struct trial){ __VA_ARGS__ });        \
		cr_assert_not_null(sentence_);                                                     \
		cr_assert(strstr(sentence_, (words)) != NULL, "%s", sentence_);                    \
		cr_assert(proven);                                                                 \
	} while (0)
/* A right program may do that too, or Valgrind itself: somebody has to look. */
#define expect_doubted(words, ...)                                                                 \
	do {                                                                                       \
		cleanup_free char *sentence_ = sentence_of(&(struct trial){ __VA_ARGS__ });        \
		cr_assert_not_null(sentence_);                                                     \
		cr_assert(strstr(sentence_, (words)) != NULL, "%s", sentence_);                    \
		cr_assert(!proven);                                                                \
	} while (0)

Test(valgrind_withheld, a_run_like_the_plain_one_with_whole_logs_is_evidence)
{
	expect_trusted(.log = HEAD END);
	expect_trusted(.log = HEAD ERROR("InvalidWrite") END, .outcome = "EXITED(77)");
}

Test(valgrind_withheld, a_log_that_is_gone_or_no_log_any_more_tells_of_tampering)
{
	expect_withheld("held back", .log = NULL);
	expect_withheld("held back", .log = HEAD END "<x/>");
	expect_withheld("held back", .log = HEAD);
	expect_withheld("held back", .log = HEAD ERROR("InvalidWrite") END, .child = "garbage");
}

Test(valgrind_withheld, what_a_program_added_to_its_report_tells_of_tampering)
{
	expect_withheld("changed", .log = HEAD "y" END);
	expect_withheld("changed", .log = HEAD "<!--" ERROR("InvalidWrite") "-->" END);
	expect_withheld("changed", .log = HEAD "<![CDATA[" ERROR("InvalidWrite") "]]>" END);
	expect_withheld("changed", .log = HEAD "<x>" ERROR("InvalidWrite") "</x>" END);
	expect_withheld("changed",
		.log = HEAD "<error><kind>Leak_x</kind>" ERROR("InvalidWrite") "</error>" END);
	expect_withheld("changed", .log = HEAD END HEAD END);
	expect_withheld("changed", .log = HEAD HEAD_OF("3") END);
	expect_withheld("changed", .log = HEAD END, .child = HEAD END /* of process 2 */);
}

/* An assertion of its own that fails is told behind the end, and ends it with status 1. */
Test(valgrind_withheld, what_helgrind_itself_adds_as_it_breaks_down_proves_nothing)
{
	expect_doubted("held back", .tool = "helgrind", .log = HEAD END "<stack></stack>",
		.outcome = "EXITED(1)");
	expect_withheld("held back", .log = HEAD END "<stack></stack>", .outcome = "EXITED(1)");
	expect_withheld("held back", .log = HEAD END "<stack></stack>");
}

Test(valgrind_withheld, a_socket_that_was_shut_tells_of_tampering)
{
	expect_withheld("held back", .log = HEAD END, .shut = true);
}

Test(valgrind_withheld, more_reports_than_are_kept_are_no_proof_of_anything)
{
	expect_doubted("more", .log = HEAD, .over = true);
}

Test(valgrind_withheld, a_process_that_became_another_program_goes_on_in_its_report)
{
	expect_trusted(.log = HEAD HEAD END);
	expect_trusted(.log = HEAD END, .child = HEAD_OF("3") "<args>" HEAD_OF("3") END);
}

Test(valgrind_withheld, a_child_that_was_killed_leaves_a_short_log_and_no_suspicion)
{
	expect_trusted(.log = HEAD END, .child = HEAD_OF("3") "<status>");
	expect_trusted(.log = HEAD END, .child = "<?xml version=\"1.0\"?><valgrindout");
}

Test(valgrind_withheld, a_log_that_is_missing_after_another_end_may_be_valgrinds_own_failure)
{
	expect_doubted("held back", .log = HEAD, .outcome = "EXITED(1)");
}

Test(valgrind_withheld, an_end_unlike_the_plain_one_needs_an_error_to_explain_it)
{
	expect_doubted("SIGNALLED(9)", .log = HEAD, .outcome = "SIGNALLED(9)");
	expect_doubted("DEADLOCKED", .log = HEAD END, .outcome = "DEADLOCKED");
	expect_withheld("EXITED(77)", .log = HEAD END, .outcome = "EXITED(77)");
	expect_withheld("EXITED(77)", .log = HEAD ERROR("Leak_DefinitelyLost") END,
		.outcome = "EXITED(77)");
	expect_trusted(.log = HEAD ERROR("InvalidRead"), .outcome = "SIGNALLED(9)");
	expect_trusted(.log = HEAD END, .plain = "RUNNING", .outcome = "SIGNALLED(15)");
}

Test(valgrind_withheld, other_output_than_without_needs_an_error_to_explain_it)
{
	expect_doubted("standard output was to be A", .log = HEAD END, .unmet = true);
	expect_trusted(.log = HEAD ERROR("UninitValue") END, .unmet = true);
}

Test(valgrind_withheld, a_program_with_client_requests_is_no_witness)
{
	expect_doubted("speak to Valgrind", .log = HEAD END,
		.program = "\x48\xC1\xC7\x03\x48\xC1\xC7\x0D\x48\xC1\xC7\x3D\x48\xC1\xC7\x33");
	expect_trusted(.log = HEAD END,
		.program = "\x48\xC1\xC7\x03\x48\xC1\xC7\x0D\x48\xC1\xC7\x3D\x48\xC1\xC7");
}

Test(valgrind_withheld, a_tool_that_could_not_begin_is_our_fault)
{
	expect_trusted(.outcome = "NOT_STARTED", .plain = "NOT_STARTED");
}
