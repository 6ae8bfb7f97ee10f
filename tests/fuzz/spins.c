/*
 * Whose bytes: the text of sandbox/spins.h with the witness's behind it, of which names
 * of files and functions are the student's (debug information).
 * Who reads them: scenario/spins.c, spins_in_vain().
 * What must hold: at most one entry for each line that tells of a spin, each with all that
 * core/observation.h promises and no place outside of the student's code; the same text
 * gives the same entries; all of it can be written as JSON.
 *
 * Options: -max_len=4096
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "sandbox/spins.h"
#include "tests/fuzz/stage_stand_in.h"

static size_t told_spins(const char *text)
{
	size_t count = text_starts(text, "spin\t");

	while ((text = strstr(text, "\nspin\t"))) {
		count++;
		text++;
	}
	return count;
}

static void check_entry(const json_t *entry)
{
	static const char *const names[] = { "kind", "peer", "task", "call", "result", "file",
		"function" };
	static const char *const numbers[] = { "pid", "tid", "times", "steps", "line" };
	const char *file = jsonl_string(entry, "file", "");

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		HOLDS(json_is_string(json_object_get(entry, names[i])));
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		HOLDS(json_is_integer(json_object_get(entry, numbers[i])));
	HOLDS(*jsonl_string(entry, "task", ""));
	HOLDS(!text_starts(file, "/usr/") &&
		(*file != '\0') == (jsonl_number(entry, "line", 0) > 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *text = fuzz_string(data, size);
	cleanup_json json_t *spins = spins_from_evidence(text);
	cleanup_json json_t *again = spins_from_evidence(text);
	cleanup_free char *written = json_dumps(spins, 0);
	size_t count = json_array_size(spins);

	HOLDS(count <= told_spins(text));
	for (size_t i = 0; i < count; i++)
		check_entry(json_array_get(spins, i));
	HOLDS(json_equal(spins, again));
	HOLDS(written);
	HOLDS(!spins_in_vain(text) || told_spins(text) > 0);
	forget_texts();
	return 0;
}
