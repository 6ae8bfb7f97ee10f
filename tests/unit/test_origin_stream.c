#include <criterion/criterion.h>
#include <string.h>

#include "harness/analyse/origin_stream.h"

enum { OUTPUT = 1, PIPE = 2, MOST = 12 };

/* Processes whose events are told one after the other; places[0] tells the calls apart. */
static struct trace_event events[3][MOST];
static struct trace_log logs[3];

static void add(size_t process, struct trace_event event)
{
	logs[process].pid = (int)process + 2;
	logs[process].events = events[process];
	cr_assert_lt(logs[process].count, MOST);
	event.program = "/box/p";
	if (!event.call)
		event.call = "write";
	events[process][logs[process].count++] = event;
}

static void add_write(size_t process, uint64_t inode, uint64_t low, uint64_t high, uint64_t place,
	const char *text)
{
	add(process, (struct trace_event){ .kind = TRACE_WRITE,
			     .inode = inode,
			     .low = low,
			     .high = high,
			     .places = { place },
			     .places_count = 1,
			     .bytes = text,
			     .length = strlen(text) });
}

static void add_put(size_t process, uint64_t place, const char *call, const char *text)
{
	add(process, (struct trace_event){ .kind = TRACE_PUT,
			     .inode = OUTPUT,
			     .call = call,
			     .places = { place },
			     .places_count = 1,
			     .bytes = text,
			     .length = strlen(text) });
}

static void add_flush(size_t process, size_t length, uint64_t low, uint64_t high)
{
	add(process, (struct trace_event){ .kind = TRACE_FLUSH,
			     .inode = OUTPUT,
			     .low = low,
			     .high = high,
			     .length = length });
}

/* The place of the call that wrote the byte; 0: nobody is named. */
static uint64_t writer(const char *output, size_t target)
{
	struct origin origin = origin_of_byte(logs, 3, OUTPUT, output, strlen(output), target);

	return origin.log ? origin.event->places[0] : 0;
}

Test(origin_stream, names_the_call_that_wrote_a_byte)
{
	add_write(0, OUTPUT, 1, 2, 0xa, "one\n");
	add_write(0, PIPE, 3, 4, 0xb, "elsewhere\n");
	add_write(0, OUTPUT, 5, 6, 0xc, "two\n");
	cr_assert_eq(writer("one\ntwo\n", 0), 0xa);
	cr_assert_eq(writer("one\ntwo\n", 3), 0xa);
	cr_assert_eq(writer("one\ntwo\n", 4), 0xc);
	cr_assert_eq(writer("one\ntwo\n", 8), 0);
}

Test(origin_stream, knows_bytes_that_went_through_a_buffer)
{
	add_put(0, 0xa, "puts", "one\n");
	add_put(0, 0xb, "puts", "two\n");
	add_flush(0, 6, 3, 4);
	add_put(0, 0xc, "puts", "three\n");
	add_flush(0, 8, 7, 0);
	cr_assert_eq(writer("one\ntwo\nthree\n", 5), 0xb);
	cr_assert_eq(writer("one\ntwo\nthree\n", 7), 0xb);
	cr_assert_eq(writer("one\ntwo\nthree\n", 8), 0xc);
}

Test(origin_stream, puts_the_pieces_of_several_processes_together)
{
	add_write(0, OUTPUT, 1, 8, 0xa, "one\n");
	add_write(1, OUTPUT, 2, 7, 0xb, "two\n");
	add_write(0, OUTPUT, 9, 12, 0xc, "three\n");
	add_write(1, OUTPUT, 10, 11, 0xd, "four\n");
	cr_assert_eq(writer("two\none\nfour\nthree\n", 0), 0xb);
	cr_assert_eq(writer("two\none\nfour\nthree\n", 4), 0xa);
	cr_assert_eq(writer("two\none\nfour\nthree\n", 8), 0xd);
	cr_assert_eq(writer("two\none\nfour\nthree\n", 13), 0xc);
}

Test(origin_stream, goes_by_the_clock_where_the_bytes_are_the_same)
{
	add_write(0, OUTPUT, 5, 6, 0xa, "x\n");
	add_write(1, OUTPUT, 1, 2, 0xb, "x\n");
	cr_assert_eq(writer("x\nx\n", 0), 0xb);
	cr_assert_eq(writer("x\nx\n", 2), 0xa);
}

Test(origin_stream, names_nobody_where_two_may_have_written_it)
{
	add_write(0, OUTPUT, 1, 6, 0xa, "x\n");
	add_write(1, OUTPUT, 2, 5, 0xb, "x\n");
	cr_assert_eq(writer("x\nx\n", 0), 0);
}

Test(origin_stream, names_nobody_where_the_bytes_are_others)
{
	add_write(0, OUTPUT, 1, 2, 0xa, "one\n");
	cr_assert_eq(writer("onE\n", 0), 0);
	cr_assert_eq(writer("one", 0), 0);
}

static struct origin maker(const char *line, bool any_case, uint64_t before)
{
	return origin_of_line(logs, 3, OUTPUT,
		&(struct origin_wanted){ .bytes = line,
			.length = strlen(line),
			.any_case = any_case,
			.before = before });
}

Test(origin_stream, finds_who_wrote_a_line_before)
{
	add_write(0, PIPE, 1, 2, 0xa, "first\nab");
	add_write(0, PIPE, 3, 4, 0xb, "c\n");
	add_write(1, PIPE + 1, 5, 6, 0xc, "ABC\n");
	add_write(2, OUTPUT, 7, 8, 0xd, "ABC\n");
	cr_assert_eq(maker("ABC\n", false, 7).event->places[0], 0xc);
	cr_assert_eq(maker("ABC\n", true, 7).event->places[0], 0xa);
	cr_assert_null(maker("ABC\n", false, 6).log);
	cr_assert_null(maker("BC\n", false, 7).log, "a line begins behind a newline");
	cr_assert_null(maker("c\n", true, 7).log);
}

Test(origin_stream, finds_what_was_printed_and_never_written)
{
	size_t length;
	struct origin origin;

	add_put(0, 0xa, "", "the parent's\n");
	add_put(0, 0xb, "printf", "two\n");
	add_put(0, 0xc, "puts", "three\n");
	origin = origin_unwritten(&logs[0], OUTPUT, &length);
	cr_assert_eq(origin.event->places[0], 0xb);
	cr_assert_eq(length, 10);
	add_flush(0, 25, 1, 2);
	origin = origin_unwritten(&logs[0], OUTPUT, &length);
	cr_assert_null(origin_unwritten(&logs[0], PIPE, &length).log);
	origin = origin_unwritten(&logs[0], OUTPUT, &length);
	cr_assert_eq(length, 0);
	cr_assert_null(origin.log);
}
