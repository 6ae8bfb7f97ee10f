/*
 * Whose bytes: the records of libmisuse.so, which are written in the student's process, to a folder
 * that it may write to as well.
 * Who reads them: analyse/misuse_log.c, and the analysers misuse and
 * residue.
 * What must hold: every cap; findings of known kinds that can be written and read again, without
 * a line, since there is no program; refused input has one sentence, and so has a program
 * that was not seen to its end.
 *
 * Options: -max_len=8192
 */
#include <stdlib.h>
#include <string.h>

#include "harness/analyse/analyser.h"
#include "harness/analyse/misuse_log.h"
#include "harness/base/cleanup.h"
#include "harness/base/jsonl.h"
#include "tests/fuzz/fuzz.h"

/* Caps of misuse_log.c, in round numbers. */
enum { MOST_IMAGES = 100 };

static void check_log(const char *path)
{
	cleanup_misuse_log struct misuse_log log = MISUSE_LOG_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	int error = misuse_log_load(path, &log, &why);

	HOLDS(error ? fuzz_is_sentence(&why) && log.count == 0 : why.length == 0);
	HOLDS(log.count <= MOST_IMAGES);
	for (size_t i = 0; i < log.count; i++) {
		HOLDS(log.images[i].pid == 7);
		HOLDS(log.images[i].count <= MISUSE_RECORDS);
		for (size_t r = 0; r < log.images[i].count; r++)
			for (size_t f = 0; f < MISUSE_FIELDS; f++)
				HOLDS(!strpbrk(log.images[i].records[r].fields[f], "\t\n"));
	}
}

static void check_findings(const struct findings *found)
{
	cleanup_findings struct findings again = FINDINGS_INIT;
	cleanup_json json_t *lines = json_array();
	cleanup_buf struct buf why = BUF_INIT;

	for (size_t i = 0; i < found->count; i++) {
		HOLDS(!*found->list[i].file && found->list[i].line == 0);
		HOLDS(finding_kind(found->list[i].kind));
		HOLDS(json_array_append_new(lines, finding_to_json(&found->list[i])) == 0);
	}
	HOLDS(findings_from_json(lines, &again, &why) == 0);
	HOLDS(again.count == found->count);
}

static void check_analyser(const char *name)
{
	cleanup_json json_t *run = json_pack(
		"[{s:s, s:s, s:s, s:[s], s:[{s:s, s:s, s:i, s:s}], s:{s:i, s:[s, s]}}]", "scenario",
		"lines/all", "tool", "misuse", "verdict", "passed", "evidence", "7.misuse", "peers",
		"name", "p", "program", "student", "pid", 7, "outcome", "EXITED(0)", "census",
		"orphans", 1, "left", "posix-sem /sem.a", "fifo /box/b");
	cleanup_observations struct observations observations = { .list = NULL };
	cleanup_findings struct findings found = FINDINGS_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	cleanup_free char *withheld = NULL;
	const struct analysis in = { .dir = fuzz_folder(), .observations = &observations };
	bool proven;
	int error;

	HOLDS(observations_from_json(run, &observations, &why) == 0);
	error = analyser(name)->analyse(&in, &found, &why);
	HOLDS(error ? fuzz_is_sentence(&why) && found.count == 0 : why.length == 0);
	check_findings(&found);
	if (!analyser(name)->withheld)
		return;
	withheld = analyser(name)->withheld(&in, &proven);
	HOLDS(!proven);
	HOLDS(!withheld || (*withheld && fuzz_is_line(withheld)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *path = fuzz_file("7.misuse", data, size);
	int next = fuzz_next_fd();

	check_log(path);
	check_analyser("misuse");
	check_analyser("residue");
	HOLDS(fuzz_next_fd() == next);
	return 0;
}
