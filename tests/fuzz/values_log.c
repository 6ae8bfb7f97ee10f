/*
 * Whose bytes: what the tool values noted, which is written in the student's process, to a folder
 * that it may write to as well.  Who reads them: analyse/values_log.c, and analyse/values_walk.c,
 * which follows what is in it.  What must hold: every cap; a refused log has one sentence; a walk
 * ends, and comes through no node twice.
 *
 * Options: -max_len=8192
 */
#include <stdlib.h>

#include "harness/analyse/values_walk.h"
#include "harness/base/cleanup.h"
#include "tests/fuzz/fuzz.h"

static void check_walk(const struct values_log *log, uint32_t label)
{
	size_t count;
	cleanup_free struct values_step *steps = values_walk(log, 1, 0, label, true, &count);

	HOLDS(count <= VALUES_STEPS);
	for (size_t i = 0; i < count; i++) {
		HOLDS(steps[i].log == log);
		HOLDS(!steps[i].node != !steps[i].input);
		HOLDS(i == 0 || steps[i].cost >= steps[i - 1].cost);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *path = fuzz_file("7.values", data, size);
	cleanup_values_log struct values_log log = VALUES_LOG_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	int next = fuzz_next_fd();
	int error = values_log_load(path, &log, &why);

	HOLDS(error ? fuzz_is_sentence(&why) && log.nodes_count == 0 : why.length == 0);
	for (size_t i = 0; i < log.nodes_count; i++) {
		HOLDS(log.nodes[i].looks_count <= VALUES_LOOKS);
		HOLDS(log.nodes[i].branches_count <= VALUES_BRANCHES);
	}
	for (size_t i = 0; i < log.nodes_count && i < 16; i++)
		check_walk(&log, log.nodes[i].label);
	for (size_t i = 0; i < log.inputs_count && i < 16; i++)
		check_walk(&log, log.inputs[i].label);
	HOLDS(fuzz_next_fd() == next);
	return 0;
}
