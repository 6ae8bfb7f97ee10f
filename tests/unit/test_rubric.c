#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/text.h"
#include "harness/core/rubric.h"
#include "tests/unit/scratch.h"

#define HEAD "assignment: pipe-relay\ntitle: Relay lines\nitems:\n" /* lines 1 to 3 */
#define BUILDS                                                                                     \
	"  - id: builds\n    title: Compiles\n    points: 10\n    build: yes\n" /* 4 to 7          \
										 */

static struct rubric *load(const char *text, char *ret_why, size_t size)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *path = scratch_write(folder, "x.yaml", text);
	cleanup_buf struct buf why = BUF_INIT;
	struct rubric *rubric = NULL;
	int error = rubric_load(path, &rubric, &why);

	cr_assert_eq(error == 0, rubric != NULL);
	cr_assert_eq(error == 0, why.length == 0, "status %d with '%s'", error, why.data);
	if (error)
		cr_assert(text_starts(why.data, path), "no path in '%s'", why.data);
	snprintf(ret_why, size, "%s", error ? why.data + strlen(path) : "");
	return rubric;
}

static struct rubric *load_good(const char *text)
{
	char why[512];
	struct rubric *rubric = load(text, why, sizeof(why));

	cr_assert_not_null(rubric, "%s", why);
	return rubric;
}

static void expect_refusal(const char *text, const char *sentence)
{
	char why[512];

	cr_assert_null(load(text, why, sizeof(why)), "taken: %s", text);
	cr_assert_str_eq(why, sentence);
}

Test(rubric, reads_every_key)
{
	struct rubric *rubric = load_good(HEAD BUILDS "  - id: eof\n"
						      "    title: The child sees end of file\n"
						      "    points: 7.5\n"
						      "    scenarios: [eof/*, lines/one]\n"
						      "    findings: [deadlock, spinning]\n"
						      "    within: [eof/*]\n"
						      "    requires: [builds]\n"
						      "    share: yes\n"
						      "    extra: true\n"
						      "    visible: staff\n"
						      "    hint: Close the write end.\n"
						      "    read: pipe(7)\n"
						      "deductions:\n"
						      "  - finding: zombie\n"
						      "    points: 0.5\n"
						      "    cap: 6\n"
						      "    title: Children are reaped\n");
	const struct rubric_item *eof = rubric_item(rubric, "eof");

	cr_assert_str_eq(rubric->assignment, "pipe-relay");
	cr_assert_str_eq(rubric->title, "Relay lines");
	cr_assert_eq(rubric->items_count, 2);
	cr_assert(rubric->items[0].build);
	cr_assert_null(rubric->items[0].hint);
	cr_assert_eq(rubric->items[0].visible, RUBRIC_STUDENT);
	cr_assert_eq(eof, &rubric->items[1]);
	cr_assert_eq(eof->points, 7.5);
	cr_assert_eq(eof->scenarios_count, 2);
	cr_assert_str_eq(eof->scenarios[1], "lines/one");
	cr_assert_eq(eof->findings_count, 2);
	cr_assert_str_eq(eof->within[0], "eof/*");
	cr_assert_str_eq(eof->requires[0], "builds");
	cr_assert(eof->share && eof->extra && !eof->build);
	cr_assert_eq(eof->visible, RUBRIC_STAFF);
	cr_assert_str_eq(eof->hint, "Close the write end.");
	cr_assert_str_eq(eof->read, "pipe(7)");
	cr_assert_eq(rubric->deductions_count, 1);
	cr_assert_eq(rubric->deductions[0].points, 0.5);
	cr_assert_eq(rubric->deductions[0].cap, 6);
	cr_assert_null(rubric_item(rubric, "none"));
	rubric_free(rubric);
}

Test(rubric, adds_up_what_is_no_extra_credit)
{
	struct rubric *rubric = load_good(
		HEAD BUILDS "  - {id: a, title: A, points: 2.5, scenarios: [a/*]}\n"
			    "  - {id: b, title: B, points: 100, scenarios: [b/*], extra: yes}\n");

	cr_assert_eq(rubric_possible(rubric), 12.5);
	rubric_free(rubric);
}

Test(rubric, counts_a_scenario_by_any_of_its_patterns)
{
	struct rubric *rubric =
		load_good(HEAD "  - {id: a, title: A, points: 1, scenarios: [eof/*, lines/one]}\n");

	cr_assert(rubric_item_counts(&rubric->items[0], "eof/child"));
	cr_assert(rubric_item_counts(&rubric->items[0], "lines/one"));
	cr_assert_not(rubric_item_counts(&rubric->items[0], "lines/one_more"));
	cr_assert_not(rubric_item_counts(&rubric->items[0], "eof2/child"));
	rubric_free(rubric);
}

Test(rubric, names_the_line_of_a_misspelt_key)
{
	expect_refusal(HEAD BUILDS "  - id: eof\n    title: T\n    point: 3\n    build: yes\n",
		":10: unknown key 'point' (did you mean 'points'?)");
	expect_refusal(
		"assignment: x\ntilte: y\n", ":2: unknown key 'tilte' (did you mean 'title'?)");
}

Test(rubric, names_the_key_that_is_missing_and_where)
{
	expect_refusal(HEAD BUILDS "  - id: eof\n    title: T\n    build: yes\n",
		":8: the key 'points' is missing in entry 2 of 'items'");
	expect_refusal("assignment: x\ntitle: y\n", ":1: the key 'items' is missing in the file");
	expect_refusal(HEAD BUILDS "deductions:\n  - finding: zombie\n    points: 1\n",
		":9: the key 'title' is missing in entry 1 of 'deductions'");
}

Test(rubric, says_what_a_value_must_be)
{
	expect_refusal(HEAD "  - id: a\n    title: A\n    points: many\n",
		":6: 'points' must be a number, not 'many'");
	expect_refusal(HEAD BUILDS "    visible: students\n",
		":8: 'visible' must be 'student' or 'staff', not 'students' (did you mean "
		"'student'?)");
	expect_refusal(HEAD BUILDS "    scenarios: eof/*\n",
		":8: 'scenarios' must be a list, not 'eof/*'");
	expect_refusal(
		"assignment: x\ntitle: y\nitems: []\n", ":3: 'items' must have at least 1 entry");
}

Test(rubric, refuses_a_doubled_id)
{
	expect_refusal(HEAD BUILDS
		"  - title: Again\n    id: builds\n    points: 1\n    build: yes\n",
		":9: the id 'builds' is already that of the item in line 4");
}

Test(rubric, refuses_to_count_what_only_explains)
{
	expect_refusal(HEAD BUILDS "    findings:\n      - race\n      - wrong-output\n",
		":10: findings of the kind 'wrong-output' explain what a scenario showed, and cost "
		"nothing themselves");
}

Test(rubric, refuses_unknown_kinds_of_finding)
{
	expect_refusal(HEAD BUILDS "    findings:\n      - race\n      - raze\n",
		":10: unknown kind of finding 'raze' (did you mean 'race'?)");
	expect_refusal(HEAD BUILDS
		"deductions:\n  - points: 1\n    title: T\n    finding: untidiness\n",
		":11: unknown kind of finding 'untidiness'");
}

Test(rubric, refuses_requirements_that_cannot_be_met_before)
{
	expect_refusal(HEAD "  - {id: a, title: A, points: 1, build: yes,\n     requires: [b]}\n"
			    "  - {id: b, title: B, points: 1, build: yes}\n",
		":5: 'a' requires 'b', which comes later; an item stands after those that it "
		"requires");
	expect_refusal(HEAD "  - {id: a, title: A, points: 1, build: yes, requires: [a]}\n",
		":4: 'a' requires itself");
	expect_refusal(HEAD BUILDS
		"  - {id: b, title: B, points: 1, build: yes, requires: [bulids]}\n",
		":8: 'b' requires 'bulids', which is no item (did you mean 'builds'?)");
}

Test(rubric, refuses_an_item_that_nothing_decides)
{
	expect_refusal(HEAD BUILDS "  - id: style\n    title: T\n    points: 3\n    build: no\n",
		":8: nothing decides the item 'style'; give it 'build', 'scenarios' or 'findings'");
	expect_refusal(HEAD BUILDS "  - {id: a, title: T, points: 3, scenarios: []}\n",
		":8: nothing decides the item 'a'; give it 'build', 'scenarios' or 'findings'");
}

Test(rubric, refuses_points_below_0)
{
	expect_refusal(HEAD "  - id: a\n    title: A\n    build: yes\n    points: -1\n",
		":7: the points of 'a' are below 0");
	expect_refusal(HEAD BUILDS
		"deductions:\n  - finding: zombie\n    title: T\n    points: -2\n",
		":11: the points of a deduction are below 0");
	expect_refusal(HEAD BUILDS
		"deductions:\n  - {finding: zombie, title: T, points: 2,\n    cap: -1}\n",
		":10: the cap of a deduction is below 0");
}

Test(rubric, takes_an_item_of_no_points)
{
	rubric_free(load_good(HEAD "  - {id: a, title: A, points: 0, build: yes}\n"));
}

Test(rubric, refuses_keys_without_effect)
{
	expect_refusal(HEAD BUILDS "    share: yes\n",
		":8: 'builds' shares its points among its scenarios, but it has no 'scenarios'");
	expect_refusal(HEAD BUILDS "    within: [eof/*]\n",
		":8: 'builds' has 'within', which is of use only with 'findings'");
}

Test(rubric, refuses_a_doubled_deduction)
{
	expect_refusal(HEAD BUILDS "deductions:\n  - {finding: leak, title: T, points: 1}\n"
				   "  - {finding: leak, title: T, points: 2}\n",
		":10: the deduction for 'leak' is already given in line 9");
}

Test(rubric, says_that_a_file_is_missing)
{
	cleanup_buf struct buf why = BUF_INIT;
	struct rubric *rubric = NULL;

	cr_assert_eq(rubric_load("no/such.yaml", &rubric, &why), -ENOENT);
	cr_assert_str_eq(why.data, "no/such.yaml: No such file or directory");
	cr_assert_null(rubric);
}

static const char *const scenarios[] = { "eof/child", "lines/one", "lines/many" };

#define PATTERNS                                                                                   \
	HEAD "  - id: a\n    title: A\n    points: 1\n    scenarios:\n      - lines/*\n"           \
	     "      - eof/chidl\n    findings: [race]\n    within: [threads/*]\n"

Test(rubric, names_the_line_of_a_pattern_that_matches_no_scenario)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *path = scratch_write(folder, "x.yaml", PATTERNS);
	cleanup_buf struct buf why = BUF_INIT;
	struct rubric *rubric;

	cr_assert_eq(rubric_load(path, &rubric, &why), 0);
	cr_assert_eq(rubric_check_scenarios(rubric, path, scenarios, 3, &why), -EINVAL);
	cr_assert_str_eq(why.data + strlen(path),
		":9: no scenario matches 'eof/chidl' (did you mean 'eof/child'?)");
	strcpy(rubric->items[0].scenarios[1], "eof/*");
	buf_reset(&why);
	cr_assert_eq(rubric_check_scenarios(rubric, path, scenarios, 3, &why), -EINVAL);
	cr_assert_str_eq(why.data + strlen(path), ":11: no scenario matches 'threads/*'");
	buf_reset(&why);
	cr_assert_eq(rubric_check_scenarios(rubric, "gone.yaml", scenarios, 3, &why), -EINVAL);
	cr_assert_str_eq(why.data, "gone.yaml: no scenario matches 'threads/*'");
	rubric_free(rubric);
}

Test(rubric, is_content_with_patterns_that_match)
{
	struct rubric *rubric =
		load_good(HEAD "  - {id: a, title: A, points: 1, scenarios: [eof/*, '*one']}\n");
	cleanup_buf struct buf why = BUF_INIT;

	cr_assert_eq(rubric_check_scenarios(rubric, "x.yaml", scenarios, 3, &why), 0);
	cr_assert_eq(why.length, 0);
	rubric_free(rubric);
}
