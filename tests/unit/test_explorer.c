#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "harness/analyse/analyser.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "tests/unit/scratch.h"

#define HEAD                                                                                       \
	"{\"explored\":\"buffer\",\"argv\":[\"buffer\",\"4\",\"2\"],\"outcome\":\"EXITED(0)\"}\n"
#define END                                                                                        \
	"{\"end\":true,\"asked\":60,\"schedules\":60,\"unfinished\":0,\"steps\":58,"               \
	"\"limits\":\"\"}\n"
#define SIGHT "\"seen\":53,\"first\":2,\"schedule\":\"pct:1:58\",\"again\":true}\n"
#define RACE                                                                                       \
	"{\"fault\":\"race\",\"text\":\"Two processes use the same memory:\\n  a writes at "       \
	"buffer.c:156\\n  b reads at buffer.c:166\\n\",\"places\":[{\"file\":\"/box/buffer.c\","   \
	"\"line\":156,\"function\":\"put\"}]," SIGHT
#define RIGHT "{\"status\":0,\"stdout\":\"a\",\"clock\":false,\"wrong\":\"\"," SIGHT
#define WRONG "{\"status\":0,\"stdout\":\"b\",\"clock\":false,\"wrong\":\"it has b\"," SIGHT

static struct findings found = FINDINGS_INIT;
static char *lost; /* NULL: nothing was */

static json_t *observation(const char *evidence)
{
	return json_pack("[{s:s, s:s, s:s, s:s, s:[s], s:[]}]", "scenario", "schedules/two", "tool",
		"explorer", "verdict", "passed", "mode", "full", "evidence", evidence, "peers");
}

static void analyse(const char *text, const char *build)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *path = scratch_write(folder, "found.jsonl", text);
	cleanup_json json_t *lines = observation("found.jsonl");
	cleanup_json json_t *built = json_loads(build, 0, NULL);
	cleanup_observations struct observations observations = { .list = NULL };
	cleanup_buf struct buf why = BUF_INIT;
	const struct analysis in = { .dir = folder, .build = built, .observations = &observations };

	cr_assert_eq(observations_from_json(lines, &observations, &why), 0, "%s", why.data);
	if (analyser("explorer")->analyse(&in, &found, &why) < 0)
		lost = buf_steal(&why);
}

static void forget(void)
{
	findings_release(&found);
	free(lost);
	lost = NULL;
}

TestSuite(explorer, .fini = forget);

Test(explorer, a_race_is_told_with_its_place_and_its_schedule)
{
	analyse(HEAD RACE END, "[]");
	cr_assert_eq(found.count, 1);
	cr_assert_str_eq(found.list[0].kind, "race");
	cr_assert_str_eq(found.list[0].file, "buffer.c");
	cr_assert_eq(found.list[0].line, 156);
	cr_assert_str_eq(found.list[0].function, "put");
	cr_assert_str_eq(found.list[0].repeat, "proctor explore --replay pct:1:58 -- ./buffer 4 2");
	cr_assert_str_eq(found.list[0].message,
		"Two processes use the same memory: a writes at buffer.c:156; b reads at "
		"buffer.c:166. So it was in 53 of 60 schedules.");
	cr_assert(found.list[0].confirmed);
	cr_assert_null(lost);
}

Test(explorer, what_was_not_seen_again_is_not_confirmed)
{
	cleanup_free char *text = xstrdup(HEAD RACE END);

	memcpy(strstr(text, "\"again\":true"), "\"again\":null", strlen("\"again\":null"));
	analyse(text, "[]");
	cr_assert_eq(found.count, 1);
	cr_assert_not(found.list[0].confirmed);
}

Test(explorer, a_line_of_a_library_is_no_place)
{
	analyse(HEAD "{\"fault\":\"race\",\"text\":\"x\",\"places\":[{\"file\":"
		     "\"/usr/lib/x.c\",\"line\":3,\"function\":\"f\"}]," SIGHT END,
		"[]");
	cr_assert_eq(found.count, 1);
	cr_assert_str_eq(found.list[0].file, "");
	cr_assert_eq(found.list[0].line, 0);
}

Test(explorer, a_result_that_is_sometimes_wrong_depends_on_the_schedule)
{
	analyse(HEAD RIGHT WRONG WRONG END, "[]");
	cr_assert_eq(found.count, 1);
	cr_assert_str_eq(found.list[0].kind, "schedule-dependent-output");
	cr_assert(strstr(found.list[0].message, "it has b. So it was in 106 of 60"));
	cr_assert(found.list[0].confirmed);
}

Test(explorer, a_result_that_is_always_wrong_is_the_plain_runs_to_tell)
{
	analyse(HEAD WRONG END, "[]");
	cr_assert_eq(found.count, 0);
	cr_assert_null(lost);
}

Test(explorer, a_wrong_result_after_a_time_out_is_for_the_staff)
{
	cleanup_free char *text = xstrdup(HEAD RIGHT WRONG END);
	char *clock = strstr(strstr(text, "\"b\""), "false");

	memcpy(clock, "true ", 5);
	analyse(text, "[]");
	cr_assert_eq(found.count, 1);
	cr_assert_not(found.list[0].confirmed);
}

Test(explorer, a_crash_is_known_by_its_signal)
{
	analyse(HEAD "{\"fault\":\"crash\",\"text\":\"x\",\"places\":[],\"subject\":"
		     "\"SIGNALLED(11)\"," SIGHT END,
		"[]");
	cr_assert_eq(found.count, 1);
	cr_assert_str_eq(found.list[0].kind, "signal-death");
	cr_assert_str_eq(found.list[0].subject, "SIGNALLED(11)");
}

Test(explorer, a_fault_of_no_known_kind_is_not_told)
{
	analyse(HEAD "{\"fault\":\"sloth\",\"text\":\"x\",\"places\":[]," SIGHT END, "[]");
	cr_assert_eq(found.count, 0);
}

Test(explorer, without_its_last_line_the_evidence_is_lost)
{
	analyse(HEAD RACE, "[]");
	cr_assert_eq(found.count, 1);
	cr_assert(lost && strstr(lost, "did not come to its end"));
}

Test(explorer, a_program_that_cannot_be_explored_loses_the_evidence)
{
	analyse(HEAD "{\"end\":true,\"refused\":\"it is linked statically\"}\n", "[]");
	cr_assert(lost && strstr(lost, "it is linked statically"));
}

Test(explorer, what_could_not_be_followed_mostly_is_lost)
{
	analyse(HEAD "{\"end\":true,\"asked\":60,\"schedules\":31,\"unfinished\":2,"
		     "\"limits\":\"Not followed: a call.\"}\n",
		"[]");
	cr_assert(lost && strstr(lost, "29 of 60"));
	cr_assert(strstr(lost, "Not followed: a call."));
}

Test(explorer, a_few_schedules_that_were_not_followed_are_nothing)
{
	analyse(HEAD "{\"end\":true,\"asked\":60,\"schedules\":60,\"unfinished\":3,"
		     "\"limits\":\"\"}\n",
		"[]");
	cr_assert_null(lost);
}

Test(explorer, a_build_that_failed_for_it_is_told)
{
	analyse(HEAD END, "[{\"build\":\"explored\",\"reason\":\"relay cannot be built\"}]");
	cr_assert(lost && strstr(lost, "relay cannot be built"));
}

Test(explorer, lines_that_are_forged_do_no_harm)
{
	analyse(HEAD "[1,2]\n{\"fault\":7,\"places\":\"x\"}\n{\"status\":\"x\",\"wrong\":{}}\n"
		     "{\"fault\":\"race\",\"text\":3,\"places\":[{\"file\":9,\"line\":-1}]}\n" END,
		"[]");
	cr_assert_eq(found.count, 1);
	cr_assert_not(found.list[0].confirmed);
}
