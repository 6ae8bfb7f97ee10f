/*
 * Whose bytes: Valgrind's XML, from a box in which the student's program ran beside it: the
 * names of files and functions are the student's, and a program that gets at the descriptor
 * may write all of it.
 * Who reads them: analyse/valgrind_xml.c, and the analysers memcheck, helgrind and drd.
 * What must hold: every cap; no finding with a line and no file, or a file and no line; no
 * file that lies outside of what was handed in; findings that can be written and read
 * again; refused input has one sentence, and so has a tool that was kept from its work.
 *
 * Options: -max_len=8192
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/analyse/analyser.h"
#include "harness/analyse/valgrind_xml.h"
#include "harness/base/cleanup.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "tests/fuzz/fuzz.h"

/* Caps of valgrind_xml.c, in round numbers. */
enum { MOST_ERRORS = 1000, MOST_STACKS = 100, MOST_FRAMES = 500, MOST_TEXT = 10000 };

static bool is_inside(const char *file)
{
	if (!*file || *file == '/')
		return false;
	for (const char *start = file; *start;) {
		size_t length = strcspn(start, "/");

		if (length == 2 && strncmp(start, "..", 2) == 0)
			return false;
		start += length + (start[length] == '/');
	}
	return true;
}

typedef int loader(const char *path, struct valgrind_log *ret, struct buf *why);

static void check_log(loader *load, const char *path)
{
	cleanup_valgrind_log struct valgrind_log log = VALGRIND_LOG_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	int error = load(path, &log, &why);

	HOLDS(error ? fuzz_is_sentence(&why) && log.count == 0 : why.length == 0);
	HOLDS(log.count <= MOST_ERRORS);
	for (size_t i = 0; i < log.count; i++) {
		HOLDS(log.errors[i].kind && log.errors[i].what);
		HOLDS(strlen(log.errors[i].what) <= MOST_TEXT);
		HOLDS(log.errors[i].count <= MOST_STACKS);
		for (size_t s = 0; s < log.errors[i].count; s++) {
			HOLDS(log.errors[i].stacks[s].about);
			HOLDS(log.errors[i].stacks[s].count <= MOST_FRAMES);
		}
	}
}

static void check_findings(const struct findings *found)
{
	cleanup_findings struct findings again = FINDINGS_INIT;
	cleanup_json json_t *lines = json_array();
	cleanup_buf struct buf why = BUF_INIT;

	HOLDS(found->count <= MOST_ERRORS);
	for (size_t i = 0; i < found->count; i++) {
		/* A program that was not built with -g has frames without a place. */
		HOLDS(*found->list[i].file
				? is_inside(found->list[i].file) && found->list[i].line > 0
				: found->list[i].line == 0);
		HOLDS(finding_kind(found->list[i].kind));
		HOLDS(strlen(found->list[i].message) <= MOST_STACKS * MOST_TEXT);
		HOLDS(json_array_append_new(lines, finding_to_json(&found->list[i])) == 0);
	}
	HOLDS(findings_from_json(lines, &again, &why) == 0);
	HOLDS(again.count == found->count);
}

static void check_analyser(const char *tool)
{
	cleanup_json json_t *run = json_pack("[{s:s, s:s, s:s, s:[s], s:[{s:s, s:s}]}]", "scenario",
		"lines/all", "tool", tool, "verdict", "passed", "evidence", "7.xml", "peers",
		"program", "student", "outcome", "EXITED(0)");
	cleanup_observations struct observations observations = { .list = NULL };
	cleanup_findings struct findings found = FINDINGS_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	cleanup_free char *withheld = NULL;
	bool proven;
	int error;

	HOLDS(observations_from_json(run, &observations, &why) == 0);
	error = analyser(tool)->analyse(
		&(struct analysis){
			.dir = fuzz_folder(), .build = NULL, .observations = &observations },
		&found, &why);
	HOLDS(error ? fuzz_is_sentence(&why) : why.length == 0);
	check_findings(&found);
	withheld = analyser(tool)->withheld(
		&(struct analysis){ .dir = fuzz_folder(), .observations = &observations }, &proven);
	HOLDS(withheld || !proven);
	HOLDS(!withheld || (*withheld && fuzz_is_line(withheld)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *path = fuzz_file("7.xml", data, size);
	int next = fuzz_next_fd();

	check_log(valgrind_log_load, path);
	check_log(valgrind_log_salvage, path);
	check_analyser("memcheck");
	check_analyser("helgrind");
	check_analyser("drd");
	HOLDS(fuzz_next_fd() == next);
	return 0;
}
