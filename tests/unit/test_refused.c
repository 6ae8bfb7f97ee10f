#include "harness/report/refused.h"

#include <criterion/criterion.h>
#include <string.h>

#include "harness/analyse/analyser.h"
#include "harness/base/cleanup.h"
#include "harness/base/jsonl.h"
#include "tests/unit/report_fixture.h"

#define SHMGET                                                                                     \
	"{\"what\":\"DENIED(shmget)\",\"kind\":\"mechanism\",\"why\":\"this assignment allows "    \
	"anonymous pipes, not System V shared memory\"}"
#define SEMGET                                                                                     \
	"{\"what\":\"DENIED(semget)\",\"kind\":\"mechanism\",\"why\":\"this assignment allows "    \
	"anonymous pipes, not System V semaphores\"}"
#define SETOWN                                                                                     \
	"{\"what\":\"DENIED(fcntl)\",\"kind\":\"alone\",\"why\":\"a box without namespaces "       \
	"cannot allow it\"}"

#define RUN(scenario, verdict, more, denied)                                                       \
	"{\"scenario\":\"" scenario "\",\"verdict\":\"" verdict "\"" more ",\"denied\":[" denied   \
	"]}"

/* What the analyser of ends finds in these runs. */
static void analyse(const char *runs, struct observations *observations, struct findings *ret)
{
	cleanup_json json_t *lines = json_loads(runs, 0, NULL);
	cleanup_buf struct buf why = BUF_INIT;
	struct analysis in = { .observations = observations };

	cr_assert_eq(observations_from_json(lines, observations, &why), 0, "%s", why.data);
	cr_assert_eq(analyser("ends")->analyse(&in, ret, &why), 0);
}

Test(refused, is_a_finding_also_when_the_scenario_passed)
{
	cleanup_observations struct observations runs = { .list = NULL };
	cleanup_findings struct findings found = FINDINGS_INIT;

	analyse("[" RUN("a/b", "passed", "", SHMGET) "]", &runs, &found);
	cr_assert_eq(found.count, 1);
	cr_assert_str_eq(found.list[0].kind, "denied");
	cr_assert_str_eq(found.list[0].message,
		"DENIED(shmget): this assignment allows anonymous pipes, not System V shared "
		"memory.");
	cr_assert(found.list[0].confirmed);
}

Test(refused, is_one_finding_for_each_call_however_often_it_is_tried)
{
	cleanup_observations struct observations runs = { .list = NULL };
	cleanup_findings struct findings found = FINDINGS_INIT;
	cleanup_faults struct faults faults = { .list = NULL };

	analyse("[" RUN("a/b", "passed", "", SHMGET "," SEMGET) "," RUN(
			"a/c", "failed", "", SEMGET "," SHMGET) "]",
		&runs, &found);
	faults_merge(&found, &faults);
	cr_assert_eq(faults.count, 2);
	cr_assert_str_eq(faults.list[0].told->function, "semget");
	cr_assert_eq(faults.list[0].scenarios_count, 2);
	cr_assert_str_eq(faults.list[1].told->function, "shmget");
}

/* The same submission must score the same on a host without namespaces. */
Test(refused, costs_nothing_for_what_only_a_box_without_namespaces_refuses)
{
	cleanup_observations struct observations runs = { .list = NULL };
	cleanup_findings struct findings found = FINDINGS_INIT;

	analyse("[" RUN("a/b", "passed", "", SETOWN) "]", &runs, &found);
	cr_assert_eq(found.count, 1);
	cr_assert_not(found.list[0].confirmed);
}

Test(refused, is_no_finding_under_a_tool)
{
	cleanup_observations struct observations runs = { .list = NULL };
	cleanup_findings struct findings found = FINDINGS_INIT;

	analyse("[" RUN("a/b", "passed", ",\"tool\":\"memcheck\"", SHMGET) "]", &runs, &found);
	cr_assert_eq(found.count, 0);
}

static char *lines_of(const char *runs)
{
	cleanup_json json_t *lines = json_loads(runs, 0, NULL);
	cleanup_buf struct buf why = BUF_INIT;
	struct report report = { .items_count = 0 };
	const struct report_style style = { .staff = false };
	struct buf into = BUF_INIT;

	cr_assert_eq(observations_from_json(lines, &report.observations, &why), 0, "%s", why.data);
	refused_lines(&report, &style, &into);
	observations_release(&report.observations);
	return buf_steal(&into);
}

Test(refused, is_told_once_in_the_order_of_the_runs)
{
	cleanup_free char *text =
		lines_of("[" RUN("a/a", "passed", ",\"tool\":\"memcheck\"", SETOWN) "," RUN("a/b",
			"passed", "", SHMGET) "," RUN("a/c", "failed", "", SHMGET "," SEMGET) "]");

	cr_assert_str_eq(text,
		"DENIED(shmget): this assignment allows anonymous pipes, not System V shared "
		"memory.\n"
		"DENIED(semget): this assignment allows anonymous pipes, not System V "
		"semaphores.\n");
}

Test(refused, is_nothing_when_nothing_was_refused)
{
	cleanup_free char *text = lines_of("[" RUN("a/b", "passed", "", "") "]");

	cr_assert_str_eq(text, "");
}

/* Whatever item the run decides, each report says it where nobody can miss it. */
Test(refused, stands_in_every_report_for_people)
{
	static const char *const formats[] = { "terminal", "junit", "gitlab", "gradescope",
		"json" };
	struct report *report = report_fixture();

	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
		cleanup_free char *text = report_fixture_write(
			report, formats[i], (struct report_style){ .width = 200 });

		cr_assert_not_null(strstr(text, "DENIED(shmget)"), "not in %s", formats[i]);
		cr_assert_not_null(strstr(text, "this assignment allows anonymous pipes, not"),
			"not in %s", formats[i]);
	}
	report_free(report);
}

Test(refused, comes_before_the_items_in_the_report)
{
	struct report *report = report_fixture();
	cleanup_free char *text =
		report_fixture_write(report, "terminal", (struct report_style){ .width = 100 });
	const char *title = strstr(text, refused_title);
	const char *items = strstr(text, "✓ builds");

	cr_assert_not_null(title);
	cr_assert_not_null(items);
	cr_assert(title < items);
	report_free(report);
}
