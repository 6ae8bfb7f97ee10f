/*
 * Which line a wrong output comes from.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/analyse/origin_printed.h"
#include "harness/analyse/origin_stream.h"
#include "harness/analyse/origin_telling.h"
#include "harness/analyse/origin_values.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"

/*** bytes that stayed in a buffer ***/

/* Ways to end that forget what is in the buffers; then nothing was noted as written. */
static bool forgets(const struct trace_log *log)
{
	const struct trace_event *end = origin_last(log, TRACE_END);

	return !origin_last(log, TRACE_OVER) &&
	       (origin_ended_by(end, "_exit") || origin_ended_by(end, "abort") ||
		       origin_last(log, TRACE_DIED));
}

static bool tell_unwritten(
	const struct telling *telling, const struct trace_log *log, uint64_t inode)
{
	size_t length;
	struct origin origin = origin_unwritten(log, inode, &length);
	const struct place *place =
		origin.log ? origin_innermost(telling->run, origin.event) : NULL;
	cleanup_buf struct buf text = BUF_INIT;

	if (!place)
		return false;
	buf_printf(&text, "%zu bytes that were printed by ", length);
	trace_add_call(&text, telling->run, origin.event);
	buf_adds(&text, ", were still in the stream's buffer when ");
	origin_add_end(&text, telling->run, log);
	buf_adds(&text, ". What is in a buffer then is never written.");
	origin_add(telling, place,
		&(struct words){ "wrong-output", text.data,
			"Call fflush(stdout) when all is printed, before the process ends by "
			"_exit().",
			"fflush(3), _exit(2)" });
	return true;
}

static bool tell_some_unwritten(const struct telling *telling, uint64_t inode)
{
	for (size_t i = 0; i < telling->run->count; i++)
		if (forgets(&telling->run->logs[i]) &&
			tell_unwritten(telling, &telling->run->logs[i], inode))
			return true;
	return false;
}

/*** bytes that are wrong ***/

/* One that was written before; short lines must be alike in those before or behind them, too. */
static struct origin find_line(
	const struct trace_run *run, const struct printed *printed, uint64_t before, bool any_case)
{
	enum { SHORTEST = 4, LONG_ENOUGH = 24 };
	struct origin_wanted wanted = { .any_case = any_case, .before = before };
	struct origin found = { .log = NULL };
	size_t start, length;

	if (!origin_printed_line(printed, &start, &length))
		return found;
	wanted.bytes = printed->bytes + start;
	wanted.length = length < SHORTEST ? LONG_ENOUGH : length;
	if (wanted.length <= printed->length - start)
		found = origin_of_line(run->logs, run->count, printed->inode, &wanted);
	if (found.log || length >= SHORTEST)
		return found;
	wanted.bytes = printed->bytes;
	wanted.length = start + length;
	wanted.first = true;
	wanted.from = start;
	return origin_of_line(run->logs, run->count, printed->inode, &wanted);
}

static bool is_whole(const struct trace_run *run)
{
	for (size_t i = 0; i < run->count; i++)
		if (origin_last(&run->logs[i], TRACE_OVER))
			return false;
	return true;
}

/* Who wrote the wrong line before, to a pipe say: then whoever printed it only handed it on. */
static struct origin maker(const struct trace_run *run, const struct printed *printed,
	const struct origin *writer, bool *ret_exact)
{
	struct origin found = { .log = NULL };

	if (!printed->misplaced && is_whole(run))
		found = find_line(run, printed, writer->low, !printed->only_case);
	*ret_exact =
		found.event && find_line(run, printed, writer->low, false).event == found.event;
	return found;
}

static void add_wrong_line(struct buf *text, const struct printed *printed)
{
	size_t start, length;

	origin_printed_line(printed, &start, &length);
	if (length == 0)
		length = printed->length - start;
	else
		length--;
	buf_adds(text, " (\"");
	text_escape(text, printed->bytes + start, length < ORIGIN_SHOWN ? length : ORIGIN_SHOWN,
		ORIGIN_SHOWN);
	buf_adds(text, length > ORIGIN_SHOWN ? "…\")" : "\")");
}

static void tell_wrong(const struct telling *telling, const struct printed *printed)
{
	const struct trace_run *run = telling->run;
	struct origin writer = origin_of_byte(run->logs, run->count, printed->inode, printed->bytes,
		printed->length, printed->offset);
	struct origin made;
	const struct place *place;
	bool exact;
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_buf struct buf places = BUF_INIT;

	if (!writer.log)
		return;
	made = maker(run, printed, &writer, &exact);
	place = trace_telling_frame(run, made.log ? made.event : writer.event);
	if (!place)
		return;
	buf_printf(&text, "The first wrong byte is in line %zu", printed->line);
	add_wrong_line(&text, printed);
	if (made.log) {
		buf_adds(&text, ". The first that wrote this line, to another file, was ");
		trace_add_process(&text, run, made.log->pid);
		buf_printf(&text, "%s: ", exact ? "" : " (but for upper and lower case)");
		trace_add_call(&text, run, made.event);
		buf_adds(&text, ". To the standard output it was written by ");
	} else {
		buf_adds(&text, ". It was written by ");
	}
	trace_add_process(&text, run, writer.log->pid);
	buf_adds(&text, ": ");
	trace_add_call(&text, run, writer.event);
	buf_addch(&text, '.');
	origin_values_of_output(telling, place, &text, &places);
	origin_add(telling, place,
		&(struct words){ "wrong-output", text.data,
			"Look at what this call is given, and where that comes from.", "",
			places.data });
}

/*** bytes that are missing ***/

static void tell_missing(const struct telling *telling, const struct printed *printed)
{
	const struct trace_run *run = telling->run;
	const struct trace_log *log = trace_log_of(run, telling->pid);
	struct origin last = { .log = NULL };
	const struct place *place;
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_buf struct buf places = BUF_INIT;

	if (printed->length)
		last = origin_of_byte(run->logs, run->count, printed->inode, printed->bytes,
			printed->length, printed->length - 1);
	place = last.log ? trace_telling_frame(run, last.event) : NULL;
	if (!place || !log)
		return;
	buf_adds(&text, "Something is missing. The last that came out was written by ");
	trace_add_process(&text, run, last.log->pid);
	buf_adds(&text, ": ");
	trace_add_call(&text, run, last.event);
	buf_adds(&text, ". After that ");
	origin_add_end(&text, run, log);
	buf_addch(&text, '.');
	origin_values_of_output(telling, place, &text, &places);
	origin_add(telling, place,
		&(struct words){ "wrong-output", text.data,
			"Look why nothing more is written after this call.", "", places.data });
}

void origin_tell_output(const struct telling *telling)
{
	cleanup_buf struct buf bytes = BUF_INIT;
	struct printed printed;

	if (!origin_printed_load(telling, TRACE_TOOL, &bytes, &printed))
		return;
	if (tell_some_unwritten(telling, printed.inode))
		return;
	if (printed.offset < printed.length)
		tell_wrong(telling, &printed);
	else
		tell_missing(telling, &printed);
}
