/*
 * Whose bytes: what proctor asks of a scenario process; the file lies in the results folder,
 * where whoever owns that may have written it.
 * Who reads them: scenario/request.c.
 * What must hold: it is taken with all that is needed, or refused; no word is NULL; limits
 * are the numbers that were asked for, or the defaults.
 *
 * Options: -max_len=1024
 */
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/jsonl.h"
#include "harness/scenario/request.h"
#include "tests/fuzz/fuzz.h"

static void check(const struct request *request)
{
	const json_t *tool = json_object_get(request->object, "tool");
	size_t words = json_array_size(json_object_get(tool, "command"));

	HOLDS(request->programs && request->reference && request->record && request->seed);
	HOLDS(json_object_get(request->object, "mechanisms") ||
		request->box.mechanisms == FILTER_ALL_MECHANISMS);
	HOLDS((request->tool != NULL) == (request->command != NULL));
	HOLDS((request->tool != NULL) == (request->environment != NULL));
	HOLDS(request->box.tool == (request->tool && request->command[0] && !request->controller));
	for (size_t i = 0; request->command && i < words; i++)
		HOLDS(request->command[i]);
	if (request->tool)
		HOLDS(*request->tool && (words > 0 || request->libraries[0]) && request->evidence);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *path = fuzz_file("request.json", data, size);
	struct request request = { .object = NULL };
	int next = fuzz_next_fd();
	int error;

	setenv("PROCTOR_REQUEST", path, 1);
	error = request_load(&request);
	HOLDS(error <= 0 && fuzz_next_fd() == next);
	if (!error)
		check(&request);
	request_release(&request);
	return 0;
}
