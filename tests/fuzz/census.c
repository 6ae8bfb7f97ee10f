/*
 * Whose bytes: the census's text, of which names of processes, objects and files are the
 * student's.
 * Who reads them: census_left() (scenario/census_left.c), and the analyser "residue".
 * What must hold: no more entries than lines, each told in valid UTF-8; processes and
 * zombies are counted as they are told; what comes of it are findings of residue's kinds.
 *
 * Options: -max_len=2048
 */
#include <stdlib.h>
#include <string.h>

#include "harness/analyse/analyser.h"
#include "harness/base/cleanup.h"
#include "harness/base/jsonl.h"
#include "harness/scenario/stage.h"
#include "tests/fuzz/fuzz.h"

static size_t lines_in(const char *text)
{
	size_t count = *text != '\0';

	for (; (text = strchr(text, '\n')); text++)
		count++;
	return count;
}

static void check_findings(json_t *left, unsigned processes)
{
	cleanup_json json_t *run = json_pack("[{s:s, s:s, s:[{s:s, s:s}], s:{s:i, s:O}}]",
		"scenario", "lines/all", "verdict", "passed", "peers", "program", "student",
		"outcome", "EXITED(0)", "census", "processes", (int)processes, "left", left);
	cleanup_observations struct observations observations = { .list = NULL };
	cleanup_findings struct findings found = FINDINGS_INIT;
	cleanup_buf struct buf why = BUF_INIT;

	HOLDS(run && observations_from_json(run, &observations, &why) == 0);
	HOLDS(analyser("residue")->analyse(
		      &(struct analysis){ .dir = ".", .observations = &observations }, &found,
		      &why) == 0);
	HOLDS(found.count <= json_array_size(left) + 2);
	for (size_t i = 0; i < found.count; i++)
		HOLDS(finding_kind(found.list[i].kind) && *found.list[i].message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *text = fuzz_string(data, size);
	unsigned processes, zombies;
	cleanup_json json_t *left = census_left(text, &processes, &zombies);
	size_t i;
	json_t *line;

	HOLDS(json_array_size(left) <= lines_in(text));
	HOLDS((size_t)processes + zombies <= json_array_size(left));
	json_array_foreach(left, i, line)
	{
		HOLDS(json_is_string(line) && json_string_length(line) > 0);
	}
	check_findings(left, processes);
	return 0;
}
