#include <criterion/criterion.h>
#include <expat.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "tests/unit/report_fixture.h"

enum { MOST = 32 };

/* What a reader of JUnit takes from a document. */
struct document {
	unsigned cases, failures, errors, skipped;
	unsigned file, line, assertions; /* testcases that have the attribute */
	unsigned bad_times;
	char suite[8][64]; /* tests, failures, errors, skipped: name=value */
	unsigned suite_count;
	char names[MOST][256]; /* classname, newline, name */
	char files[MOST][64];
	char text[16384]; /* of all failures and errors */
};

static bool is_time(const char *time)
{
	size_t whole = strspn(time, "0123456789");
	const char *rest = time + whole;

	return whole > 0 && (!*rest || (*rest == '.' && strlen(rest + 1) <= 3 &&
					       strspn(rest + 1, "0123456789") == strlen(rest + 1)));
}

static const char *attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (strcmp(attributes[0], name) == 0)
			return attributes[1];
	return NULL;
}

static void take_case(struct document *document, const char **attributes)
{
	const char *file = attribute(attributes, "file");
	const char *time = attribute(attributes, "time");

	cr_assert(document->cases < MOST);
	snprintf(document->names[document->cases], sizeof(document->names[0]), "%s\n%s",
		attribute(attributes, "classname"), attribute(attributes, "name"));
	snprintf(document->files[document->cases], sizeof(document->files[0]), "%s",
		file ? file : "");
	document->cases++;
	document->file += file != NULL;
	document->line += attribute(attributes, "line") != NULL;
	document->assertions += attribute(attributes, "assertions") != NULL;
	document->bad_times += !time || !is_time(time);
}

static void XMLCALL begin(void *data, const char *element, const char **attributes)
{
	static const char *const counts[] = { "tests", "failures", "errors", "skipped" };
	struct document *document = data;
	const char *time = attribute(attributes, "time");

	if (strcmp(element, "testcase") == 0)
		take_case(document, attributes);
	document->failures += strcmp(element, "failure") == 0;
	document->errors += strcmp(element, "error") == 0;
	document->skipped += strcmp(element, "skipped") == 0;
	if (strcmp(element, "testsuite") != 0 && strcmp(element, "testsuites") != 0)
		return;
	document->bad_times += !time || !is_time(time);
	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		const char *value = attribute(attributes, counts[i]);

		if (value)
			snprintf(document->suite[document->suite_count++],
				sizeof(document->suite[0]), "%s=%s", counts[i], value);
	}
}

static void XMLCALL take_text(void *data, const char *text, int length)
{
	struct document *document = data;
	size_t used = strlen(document->text);

	cr_assert(used + (size_t)length < sizeof(document->text));
	memcpy(document->text + used, text, (size_t)length);
}

/* Frees the report. */
static struct document *parse(struct report *report, const char *format)
{
	cleanup_free char *text =
		report_fixture_write(report, format, (struct report_style){ .staff = true });
	struct document *document = calloc(1, sizeof(*document));
	XML_Parser parser = XML_ParserCreate(NULL);

	report_free(report);
	XML_SetUserData(parser, document);
	XML_SetElementHandler(parser, begin, NULL);
	XML_SetCharacterDataHandler(parser, take_text);
	cr_assert_eq(XML_Parse(parser, text, (int)strlen(text), 1), XML_STATUS_OK, "line %lu: %s",
		XML_GetCurrentLineNumber(parser), XML_ErrorString(XML_GetErrorCode(parser)));
	XML_ParserFree(parser);
	return document;
}

static const char *const dialects[] = { "junit", "gitlab" };

Test(report_junit, counts_failures_errors_and_skipped_in_both_dialects)
{
	static const char *const counts[] = { "tests=9", "failures=4", "errors=1", "tests=9",
		"failures=4", "errors=1", "skipped=1" };

	for (size_t i = 0; i < 2; i++) {
		cleanup_free struct document *document = parse(report_fixture(), dialects[i]);

		cr_assert_eq(document->cases, FIXTURE_ITEMS);
		cr_assert_eq(document->failures, 4);
		cr_assert_eq(document->errors, 1);
		cr_assert_eq(document->skipped, 1);
		cr_assert_eq(document->suite_count, 7);
		for (size_t j = 0; j < 7; j++)
			cr_assert_str_eq(document->suite[j], counts[j]);
	}
}

Test(report_junit, has_no_attribute_that_jenkins_refuses)
{
	cleanup_free struct document *document = parse(report_fixture(), "junit");

	cr_assert_eq(document->file, 0);
	cr_assert_eq(document->line, 0);
	cr_assert_eq(document->assertions, 0);
}

Test(report_junit, names_the_file_of_a_failure_for_gitlab)
{
	cleanup_free struct document *document = parse(report_fixture(), "gitlab");
	cleanup_free struct document *unbuilt = parse(report_fixture_unbuilt(), "gitlab");

	cr_assert_eq(document->file, 2);
	cr_assert_str_eq(document->files[FIXTURE_EOF], "relay.c");
	cr_assert_str_eq(document->files[FIXTURE_RACES], "relay.c");
	cr_assert_str_eq(document->files[FIXTURE_LINES], "");
	cr_assert_str_eq(unbuilt->files[FIXTURE_BUILDS], "relay.c");
}

Test(report_junit, writes_times_with_at_most_three_decimals)
{
	for (size_t i = 0; i < 2; i++) {
		cleanup_free struct document *document = parse(report_fixture(), dialects[i]);

		cr_assert_eq(document->bad_times, 0);
	}
}

Test(report_junit, gives_every_case_a_name_of_its_own_even_when_ids_are_doubled)
{
	struct report *report = report_fixture();
	struct report_item *twin = &report->items[FIXTURE_LINES];
	cleanup_free struct document *document = NULL;

	twin->rubric = report->items[FIXTURE_EOF].rubric;
	document = parse(report, "gitlab");
	for (unsigned i = 0; i < document->cases; i++)
		for (unsigned j = 0; j < i; j++)
			cr_assert_str_neq(document->names[i], document->names[j]);
}

Test(report_junit, keeps_names_and_drops_what_xml_cannot_say)
{
	cleanup_free struct document *document = parse(report_fixture(), "junit");

	cr_assert_str_eq(document->names[FIXTURE_SIGPIPE],
		"pipe-relay.=cmd|'/C calc'!A1, \"Ünï\" 🦊\n"
		"sigpipe: A reader that leaves ends the program with a message, 写入 <&> \"]]>\"");
	cr_assert(strstr(document->text, "\\x1b[2J]]> 🦊 \\x07"));
	cr_assert(strstr(document->text, "Where:     relay.c:41"));
}

Test(report_junit, leaves_out_items_for_staff)
{
	struct report *report = report_fixture();
	cleanup_free char *text = report_fixture_write(report, "junit", (struct report_style){ 0 });

	cr_assert_null(strstr(text, "secret"));
	cr_assert(strstr(text, "<testsuites name=\"pipe-relay\" tests=\"8\" failures=\"3\""));
	report_free(report);
}

Test(report_junit, fails_nothing_for_full_marks)
{
	cleanup_free struct document *document = parse(report_fixture_full(), "junit");

	cr_assert_eq(document->cases, FIXTURE_ITEMS);
	cr_assert_eq(document->failures + document->errors + document->skipped, 0);
}
