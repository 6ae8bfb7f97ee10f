/*
 * Whose bytes: the witness's text, of which names of files, functions and symbols are the
 * student's (debug information), and the links in /proc/PID/fd.
 * Who reads them: scenario/scene.c, scenario/waits*.c.
 * What must hold: an entry for each task that was told, at most SCENE_TASKS, each with all
 * that core/observation.h promises, the cause first; only frames of the student's; the
 * same text gives the same entries; all of it can be written as JSON.
 *
 * Options: -max_len=4096
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/scenario/scene.h"
#include "tests/fuzz/stage_stand_in.h"

/* A peer whose pipes the harness holds, as relay with pid 2 has them. */
static void set_stage(void)
{
	static struct box_peer in_box = { .pid = 2 };
	static char name[] = "relay";
	static struct peer peer = { .name = name,
		.in_box = &in_box,
		.input = { .fd = 7 },
		.output = { .fd = 8 },
		.errors = { .fd = -1 },
		.input_inode = 11,
		.output_inode = 12,
		.errors_inode = 13 };

	stage.peers[0] = &peer;
	stage.peers_count = 1;
}

static size_t rank_of(const char *kind)
{
	static const char *const kinds[] = { "itself", "stopped", "lock", "full", "data",
		"semaphore", "other", "end" };
	size_t rank = 0;

	while (rank < sizeof(kinds) / sizeof(*kinds) && strcmp(kinds[rank], kind) != 0)
		rank++;
	HOLDS(rank < sizeof(kinds) / sizeof(*kinds));
	return rank;
}

static void check_frame(const json_t *frame)
{
	const char *file = jsonl_string(frame, "file", "");

	HOLDS(*file && !text_starts(file, "/usr/") && jsonl_number(frame, "line", 0) > 0);
	HOLDS(json_is_string(json_object_get(frame, "function")));
}

static void check_entry(const json_t *entry)
{
	static const char *const names[] = { "kind", "peer", "task", "call", "on", "why", "advice",
		"read" };
	static const char *const numbers[] = { "pid", "tid", "parent" };
	const json_t *frames = json_object_get(entry, "frames");

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		HOLDS(json_is_string(json_object_get(entry, names[i])));
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		HOLDS(json_is_integer(json_object_get(entry, numbers[i])));
	HOLDS(*jsonl_string(entry, "task", "") && *jsonl_string(entry, "on", ""));
	HOLDS(json_is_array(frames) && json_array_size(frames) <= SCENE_FRAMES);
	for (size_t i = 0; i < json_array_size(frames); i++)
		check_frame(json_array_get(frames, i));
}

static size_t told_tasks(const char *text)
{
	size_t count = text_starts(text, "task\t");

	while ((text = strstr(text, "\ntask\t"))) {
		count++;
		text++;
	}
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *text = fuzz_string(data, size);
	cleanup_json json_t *waits = NULL;
	cleanup_json json_t *again = NULL;
	cleanup_free char *written = NULL;
	size_t rank = 0, count;

	set_stage();
	waits = waits_from_witness(text);
	again = waits_from_witness(text);
	count = json_array_size(waits);
	HOLDS(count <= SCENE_TASKS && count <= told_tasks(text));
	for (size_t i = 0; i < count; i++) {
		const json_t *entry = json_array_get(waits, i);
		size_t own;

		check_entry(entry);
		own = rank_of(jsonl_string(entry, "kind", ""));
		HOLDS(own >= rank);
		rank = own;
	}
	HOLDS(json_equal(waits, again));
	written = json_dumps(waits, 0);
	HOLDS(written);
	forget_texts();
	return 0;
}
