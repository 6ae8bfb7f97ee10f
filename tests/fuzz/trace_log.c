/*
 * Whose bytes: what libmisuse.so traced, which is written in the student's process, to a folder
 * that it may write to as well. Who reads them: analyse/trace_log.c, and analyse/origin_stream.c,
 * which puts streams together from it. What must hold: every cap; bytes of a record lie within what
 * was read; refused input has one sentence; whoever is named wrote what is asked for.
 *
 * Options: -max_len=8192
 */
#include <stdlib.h>
#include <string.h>

#include "harness/analyse/origin_stream.h"
#include "harness/base/cleanup.h"
#include "tests/fuzz/fuzz.h"

/* What came out of the stream, for a process that says it wrote just that. */
static const char output[] = "one\ntwo\nthree\n";

static void check_event(const struct trace_log *log, const struct trace_event *event, size_t size)
{
	HOLDS(event->places_count <= MISUSE_CHAIN);
	HOLDS(!strpbrk(event->call, "\t\n") && !strpbrk(event->text, "\t\n"));
	HOLDS(!strpbrk(event->ending, "\t\n") && !strpbrk(event->program, "\t\n"));
	if (event->bytes)
		HOLDS(event->bytes >= log->text && event->length < size &&
			event->bytes + event->length < log->text + size);
}

static void check_writer(const struct trace_log *log, uint64_t inode, size_t target)
{
	struct origin origin = origin_of_byte(log, 1, inode, output, sizeof(output) - 1, target);

	HOLDS(!origin.log == !origin.event);
	if (!origin.log)
		return;
	HOLDS(origin.log == log && origin.event->inode == inode);
	HOLDS(!origin.event->bytes ||
		memchr(origin.event->bytes, output[target], origin.event->length));
}

static void check_streams(const struct trace_log *log)
{
	for (size_t i = 0; i < log->count && i < 8; i++) {
		const uint64_t inode = log->events[i].inode;
		struct origin origin;
		size_t length;

		check_writer(log, inode, 0);
		check_writer(log, inode, 5);
		origin = origin_unwritten(log, inode, &length);
		HOLDS(!origin.event || (origin.event->inode == inode && *origin.event->call));
		origin = origin_of_line(log, 1, inode,
			&(struct origin_wanted){
				.bytes = "TWO\n", .length = 4, .any_case = true, .before = 1000 });
		HOLDS(!origin.event || origin.event->inode != inode);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *path = fuzz_file("7.trace", data, size);
	cleanup_trace_log struct trace_log log = TRACE_LOG_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	int next = fuzz_next_fd();
	int error = trace_log_load(path, &log, &why);

	HOLDS(error ? fuzz_is_sentence(&why) && log.count == 0 : why.length == 0);
	HOLDS(log.count <= 2 * MISUSE_TRACE_RECORDS);
	for (size_t i = 0; i < log.count; i++)
		check_event(&log, &log.events[i], size);
	check_streams(&log);
	HOLDS(fuzz_next_fd() == next);
	return 0;
}
