/*
 * Whose bytes: a compiler's or make's output, of which the student writes what they like
 * (#error, #line, names, a Makefile's echo).
 * Who reads them: steps/diagnostics.c, and from its list the analyser "compiler".
 * What must hold: at most DIAGNOSTICS_MOST entries, each with a severity of ours, a line and
 * a column that are counts, and a message; the findings made of them can be written and
 * read again.
 *
 * Options: -max_len=8192
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "harness/analyse/analyser.h"
#include "harness/base/cleanup.h"
#include "harness/base/jsonl.h"
#include "harness/steps/diagnostics.h"
#include "tests/fuzz/fuzz.h"

static bool is_count(const json_t *value)
{
	return json_is_integer(value) && json_integer_value(value) >= 0 &&
	       json_integer_value(value) <= INT32_MAX;
}

static void check_entry(const json_t *entry)
{
	const char *severity = jsonl_string(entry, "severity", "");

	HOLDS(strcmp(severity, "error") == 0 || strcmp(severity, "warning") == 0);
	HOLDS(is_count(json_object_get(entry, "line")));
	HOLDS(is_count(json_object_get(entry, "column")));
	HOLDS(json_is_string(json_object_get(entry, "file")));
	HOLDS(json_is_string(json_object_get(entry, "message")));
	/* A line without a file would be told of no file. */
	HOLDS(*jsonl_string(entry, "file", "") || jsonl_number(entry, "line", 0) == 0);
}

/* As build.jsonl has them. */
static void check_findings(json_t *list)
{
	cleanup_json json_t *build = json_pack(
		"[{s:s, s:s, s:O}]", "build", "plain", "verdict", "failed", "diagnostics", list);
	cleanup_findings struct findings found = FINDINGS_INIT;
	cleanup_findings struct findings again = FINDINGS_INIT;
	cleanup_json json_t *lines = json_array();
	cleanup_buf struct buf why = BUF_INIT;
	const struct observations none = { .list = NULL };

	HOLDS(build);
	HOLDS(analyser("compiler")
			->analyse(
				&(struct analysis){
					.dir = ".", .build = build, .observations = &none },
				&found, &why) == 0);
	HOLDS(found.count <= json_array_size(list));
	for (size_t i = 0; i < found.count; i++)
		HOLDS(json_array_append_new(lines, finding_to_json(&found.list[i])) == 0);
	HOLDS(findings_from_json(lines, &again, &why) == 0);
	HOLDS(again.count == found.count);
	for (size_t i = 0; i < found.count; i++)
		HOLDS(again.list[i].line == found.list[i].line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_json json_t *list = diagnostics_parse((const char *)data, size);
	size_t i;
	json_t *entry;

	HOLDS(json_array_size(list) <= DIAGNOSTICS_MOST);
	json_array_foreach(list, i, entry) check_entry(entry);
	check_findings(list);
	return 0;
}
