#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/jsonl.h"
#include "tests/unit/report_fixture.h"

static json_t *parse(const char *text)
{
	json_error_t error;
	json_t *document = json_loads(text, JSON_REJECT_DUPLICATES, &error);

	cr_assert_not_null(document, "%d: %s", error.line, error.text);
	return document;
}

static json_t *write_mixed(bool staff)
{
	struct report *report = report_fixture();
	cleanup_free char *text =
		report_fixture_write(report, "json", (struct report_style){ .staff = staff });

	report_free(report);
	return parse(text);
}

static const json_t *find(const json_t *list, const char *key, const char *value)
{
	const json_t *element;
	size_t i;

	json_array_foreach(list, i,
		element) if (strcmp(jsonl_string(element, key, ""), value) == 0) return element;
	return NULL;
}

Test(report_json, has_every_field_in_the_documented_order)
{
	static const char *const keys[] = { "assignment", "title", "submission", "digest", "score",
		"possible", "build", "items", "findings", "faults", "deductions", "observations",
		"isolation", "tools", "cpu_seconds", "broken" };
	cleanup_json json_t *document = write_mixed(true);
	size_t i = 0;
	const char *key;
	json_t *value;

	json_object_foreach(document, key, value)
	{
		cr_assert(i < sizeof(keys) / sizeof(*keys), "more: %s", key);
		cr_assert_str_eq(key, keys[i]);
		i++;
	}
	cr_assert_eq(i, sizeof(keys) / sizeof(*keys));
}

Test(report_json, keeps_every_text_as_it_is)
{
	cleanup_json json_t *document = write_mixed(true);
	const json_t *item = find(json_object_get(document, "items"), "id", "sigpipe");

	cr_assert_str_eq(
		jsonl_string(document, "submission", ""), "=cmd|'/C calc'!A1, \"Ünï\" 🦊");
	cr_assert_str_eq(jsonl_string(item, "title", ""),
		"A reader that leaves ends the program with a message, 写入 <&> \"]]>\"");
}

Test(report_json, writes_whole_points_without_a_fraction)
{
	struct report *report = report_fixture();
	cleanup_free char *text = report_fixture_write(report, "json", (struct report_style){ 0 });

	cr_assert(strstr(text, "\n  \"possible\": 100,\n"));
	cr_assert(strstr(text, "\n      \"points\": 6.66666666667,\n"));
	report_free(report);
}

Test(report_json, tells_of_each_item_all_that_is_documented)
{
	cleanup_json json_t *document = write_mixed(true);
	const json_t *eof = find(json_object_get(document, "items"), "id", "eof");
	const json_t *lines = find(json_object_get(document, "items"), "id", "lines");
	const json_t *scenarios = json_object_get(eof, "scenarios");

	cr_assert_str_eq(jsonl_string(eof, "verdict", ""), "failed");
	cr_assert_eq(jsonl_number(eof, "points", -1), 0);
	cr_assert_eq(jsonl_number(eof, "possible", -1), 15);
	cr_assert(strstr(jsonl_string(eof, "reason", ""), "DEADLOCKED"));
	cr_assert_str_eq(jsonl_string(eof, "read", ""), "pipe(7)");
	cr_assert(*jsonl_string(eof, "hint", ""));
	cr_assert_str_eq(jsonl_string(eof, "visible", ""), "student");
	cr_assert_eq(json_array_size(scenarios), 2);
	cr_assert_str_eq(
		json_string_value(json_array_get(scenarios, 0)), "eof/child_stops_when_input_ends");
	cr_assert(json_is_array(json_object_get(eof, "findings")));
	cr_assert_null(json_object_get(lines, "hint"));
	cr_assert_null(json_object_get(lines, "read"));
	cr_assert_null(json_object_get(lines, "extra"));
}

Test(report_json, refers_to_its_own_findings_also_when_some_are_left_out)
{
	for (int staff = 0; staff < 2; staff++) {
		cleanup_json json_t *document = write_mixed(staff);
		const json_t *item = find(json_object_get(document, "items"), "id", "no-races");
		const json_t *indexes = json_object_get(item, "findings");
		const json_t *findings = json_object_get(document, "findings");
		const json_t *index;
		size_t i;

		cr_assert_eq(json_array_size(findings), staff ? 5 : 4);
		cr_assert_eq(json_array_size(indexes), 2);
		json_array_foreach(indexes, i, index)
		{
			const json_t *finding =
				json_array_get(findings, (size_t)json_integer_value(index));

			cr_assert_str_eq(jsonl_string(finding, "kind", ""), "race");
			cr_assert_eq(jsonl_number(finding, "line", 0), 63);
			cr_assert(jsonl_true(finding, "confirmed"));
		}
	}
}

Test(report_json, leaves_out_what_is_for_staff_and_says_how_much_it_is)
{
	cleanup_json json_t *student = write_mixed(false);
	cleanup_json json_t *staff = write_mixed(true);
	const json_t *hidden = json_object_get(student, "hidden");
	cleanup_free char *text = json_dumps(student, 0);

	cr_assert_null(strstr(text, "secret"));
	cr_assert_null(strstr(text, "drd"));
	cr_assert_eq(jsonl_number(hidden, "items", 0), 1);
	cr_assert_eq(jsonl_number(hidden, "possible", 0), 5);
	cr_assert_not_null(find(json_object_get(staff, "items"), "id", "secret"));
	cr_assert_not_null(
		find(json_object_get(staff, "observations"), "scenario", "secret/fresh_words"));
	cr_assert_not_null(find(json_object_get(staff, "findings"), "analyser", "drd"));
	cr_assert_null(json_object_get(staff, "hidden"));
}

Test(report_json, has_build_deductions_observations_and_tools)
{
	cleanup_json json_t *document = write_mixed(true);
	const json_t *build = json_object_get(document, "build");
	const json_t *deduction = json_array_get(json_object_get(document, "deductions"), 0);
	const json_t *broken =
		find(json_object_get(document, "observations"), "scenario", "limits/long_line");
	const json_t *tool = find(json_object_get(document, "tools"), "name", "valgrind");

	cr_assert_str_eq(jsonl_string(build, "verdict", ""), "passed");
	cr_assert_str_eq(jsonl_string(deduction, "finding", ""), "zombie");
	cr_assert_eq(jsonl_number(deduction, "points", 0), 2);
	cr_assert_eq(jsonl_number(deduction, "count", 0), 1);
	cr_assert_str_eq(jsonl_string(broken, "verdict", ""), "broken");
	cr_assert_str_eq(jsonl_string(broken, "about", ""), "A line of 1 MiB");
	cr_assert_null(json_object_get(broken, "tool"));
	cr_assert_str_eq(jsonl_string(tool, "version", ""), "3.19.0");
	cr_assert_str_eq(jsonl_string(json_object_get(document, "isolation"), "mode", ""), "full");
	cr_assert_float_eq(jsonl_number(document, "cpu_seconds", 0), 2.9, 1e-9);
	cr_assert(jsonl_true(document, "broken"));
}

Test(report_json, gives_compile_errors_to_the_item_of_the_build)
{
	struct report *report = report_fixture_unbuilt();
	cleanup_free char *text = report_fixture_write(report, "json", (struct report_style){ 0 });
	cleanup_json json_t *document = parse(text);
	const json_t *item = find(json_object_get(document, "items"), "id", "builds");

	cr_assert_str_eq(jsonl_string(json_object_get(document, "build"), "verdict", ""), "failed");
	cr_assert_eq(json_array_size(json_object_get(item, "findings")), 2);
	report_free(report);
}
