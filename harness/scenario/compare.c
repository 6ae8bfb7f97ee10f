#include "harness/scenario/compare.h"

#include <ctype.h>
#include <string.h>

#include "harness/base/text.h"

/* A line that is longer is shown cut, round the place that differs. */
enum { SHOWN = 72, BEFORE = 24, HEX = 16 };

static size_t first_difference(struct compared a, struct compared b)
{
	const char *x = a.bytes;
	const char *y = b.bytes;
	size_t shorter = a.length < b.length ? a.length : b.length;
	size_t i = 0;

	while (i < shorter && x[i] == y[i])
		i++;
	return i;
}

static size_t line_start(const char *bytes, size_t at)
{
	while (at > 0 && bytes[at - 1] != '\n')
		at--;
	return at;
}

static void say_line(struct buf *into, struct compared text, size_t start, size_t at, size_t number)
{
	const char *bytes = text.bytes;
	const char *newline =
		start < text.length ? memchr(bytes + start, '\n', text.length - start) : NULL;
	size_t end = newline ? (size_t)(newline - bytes) : text.length;
	size_t from = at - start > SHOWN ? at - BEFORE : start;
	size_t shown = end > from ? end - from : 0;

	if (start >= text.length) {
		buf_printf(into, "the end of output, no line %zu", number);
		return;
	}
	buf_printf(into, "line %zu: \"", number);
	if (from > start)
		buf_adds(into, "…");
	text_escape(into, bytes + from, shown < SHOWN ? shown : SHOWN, SHOWN);
	buf_adds(into, shown > SHOWN ? "…\"" : "\"");
	if (end - start > SHOWN)
		buf_printf(into, " (%zu characters)", end - start);
	if (!newline)
		buf_adds(into, " without a newline");
}

/* The line that begins at `start`, with its newline. */
static struct compared line_at(struct compared text, size_t start)
{
	const char *bytes = text.bytes;
	const char *newline =
		start < text.length ? memchr(bytes + start, '\n', text.length - start) : NULL;
	size_t end = newline ? (size_t)(newline - bytes) + 1 : text.length;

	return (struct compared){ bytes + start, end - start };
}

static bool has_line(struct compared text, struct compared line)
{
	struct compared other;

	for (size_t at = 0; at < text.length; at += other.length) {
		other = line_at(text, at);
		if (other.length == line.length &&
			memcmp(other.bytes, line.bytes, line.length) == 0)
			return true;
	}
	return false;
}

static bool is_same_but_case(struct compared a, struct compared b)
{
	const unsigned char *x = a.bytes;
	const unsigned char *y = b.bytes;

	for (size_t i = 0; a.length == b.length && i < a.length; i++)
		if (tolower(x[i]) != tolower(y[i]))
			return false;
	return a.length == b.length;
}

struct difference compare_find(struct compared wanted, struct compared seen)
{
	const char *bytes = seen.bytes;
	struct difference found = { .offset = first_difference(wanted, seen), .line = 1 };

	for (size_t i = 0; i < found.offset; i++)
		found.line += bytes[i] == '\n';
	if (found.offset < seen.length) {
		const size_t start = line_start(bytes, found.offset);

		found.misplaced = has_line(wanted, line_at(seen, start));
		found.only_case = is_same_but_case(line_at(wanted, start), line_at(seen, start));
	}
	return found;
}

bool compare_text(
	struct compared wanted, struct compared seen, struct buf *ret_wanted, struct buf *ret_seen)
{
	size_t at = first_difference(wanted, seen);
	const char *common = wanted.bytes;
	size_t number = 1;
	size_t start;

	if (at == wanted.length && at == seen.length)
		return true;
	for (size_t i = 0; i < at; i++)
		number += common[i] == '\n';
	start = line_start(common, at);
	say_line(ret_wanted, wanted, start, at, number);
	say_line(ret_seen, seen, start, at, number);
	return false;
}

static void say_bytes(struct buf *into, struct compared text, size_t at)
{
	const unsigned char *bytes = text.bytes;

	buf_printf(into, "%zu bytes, at offset %zu:", text.length, at);
	for (size_t i = at; i < text.length && i < at + HEX; i++)
		buf_printf(into, " %02x", bytes[i]);
	if (at >= text.length)
		buf_adds(into, " the end");
}

bool compare_bytes(
	struct compared wanted, struct compared seen, struct buf *ret_wanted, struct buf *ret_seen)
{
	size_t at = first_difference(wanted, seen);

	if (at == wanted.length && at == seen.length)
		return true;
	say_bytes(ret_wanted, wanted, at);
	say_bytes(ret_seen, seen, at);
	return false;
}
