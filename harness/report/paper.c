#include "harness/report/paper.h"

#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/report/columns.h"

/* A line is never made narrower than this, however narrow the terminal. */
enum { NARROWEST = 20 };

static const char *const inks[] = {
	[INK_STRONG] = "\033[1m",
	[INK_FAINT] = "\033[2m",
	[INK_GOOD] = "\033[32m",
	[INK_BAD] = "\033[31m",
	[INK_SKIPPED] = "\033[33m",
	[INK_OURS] = "\033[35m",
};

static void begin_ink(const struct paper *paper, enum paper_ink ink)
{
	if (paper->colour && ink != INK_PLAIN)
		buf_adds(paper->out, inks[ink]);
}

static void end_ink(const struct paper *paper, enum paper_ink ink)
{
	if (paper->colour && ink != INK_PLAIN)
		buf_adds(paper->out, "\033[0m");
}

void paper_ink(const struct paper *paper, enum paper_ink ink, const char *text)
{
	begin_ink(paper, ink);
	buf_adds(paper->out, text);
	end_ink(paper, ink);
}

void paper_blank(const struct paper *paper)
{
	buf_addch(paper->out, '\n');
}

static void blanks(const struct paper *paper, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		buf_addch(paper->out, ' ');
}

/* Bytes of text[0 … length) for one line, broken after a blank where there is one. */
static size_t one_line(const char *text, size_t length, unsigned room)
{
	size_t fits = columns_fit(text, length, room);
	size_t at = fits;

	if (fits == length || text[fits] == ' ')
		return fits;
	while (at > 0 && text[at - 1] != ' ')
		at--;
	/* Blanks at the start are indentation, no place to break. */
	return strspn(text, " ") < at ? at : fits;
}

static void put(const struct paper *paper, const char *text, size_t length, enum paper_ink ink)
{
	while (length > 0 && text[length - 1] == ' ')
		length--;
	begin_ink(paper, ink);
	buf_add(paper->out, text, length);
	end_ink(paper, ink);
}

/* One line of text behind `prefix`, broken into as many as it needs. */
static void put_line(const struct paper *paper, const char *prefix, const char *rest_prefix,
	const char *text, size_t length, enum paper_ink ink)
{
	cleanup_buf struct buf safe = BUF_INIT;
	unsigned used = paper->indent + columns_of(prefix);
	unsigned room = paper->width > used + NARROWEST ? paper->width - used : NARROWEST;
	const char *left;

	columns_safe(&safe, text, length);
	left = safe.data;
	length = safe.length;
	do {
		size_t step = one_line(left, length, room);
		bool first = left == safe.data;

		blanks(paper, paper->indent);
		buf_adds(paper->out, first ? prefix : rest_prefix);
		put(paper, left, step, ink);
		while (step < length && left[step] == ' ')
			step++;
		while (paper->out->data[paper->out->length - 1] == ' ')
			paper->out->length--;
		paper_blank(paper);
		left += step;
		length -= step;
	} while (length > 0);
}

static size_t line_length(const char *text)
{
	return strcspn(text, "\n");
}

/* The text after its first line, or NULL; a last empty line is none. */
static const char *next_line(const char *text)
{
	const char *newline = text ? strchr(text, '\n') : NULL;

	return newline && newline[1] ? newline + 1 : NULL;
}

void paper_text(const struct paper *paper, const char *prefix, const char *text, enum paper_ink ink)
{
	cleanup_buf struct buf hang = BUF_INIT;

	for (unsigned i = columns_of(prefix); i > 0; i--)
		buf_addch(&hang, ' ');
	for (const char *line = text; line; line = next_line(line))
		put_line(paper, line == text ? prefix : hang.data, hang.data, line,
			line_length(line), ink);
}

void paper_lines(const struct paper *paper, const char *text)
{
	cleanup_free char *copy = xstrdup(text);
	char *rest = copy, *line;

	while ((line = strsep(&rest, "\n"))) {
		size_t before = strspn(line, " 0123456789*!");
		cleanup_free char *prefix = xasprintf("%.*s", (int)before, line);

		if (line[before])
			paper_text(paper, prefix, line + before, INK_PLAIN);
		else if (rest)
			paper_blank(paper);
	}
}

void paper_labelled(
	const struct paper *paper, const char *label, const char *text, enum paper_ink ink)
{
	cleanup_buf struct buf prefix = BUF_INIT;

	columns_cell(&prefix, label, PAPER_LABEL, false);
	paper_text(paper, prefix.data, text, ink);
}

static bool same_line(const char *a, const char *b)
{
	size_t length = line_length(a);

	return b && line_length(b) == length && memcmp(a, b, length) == 0;
}

/* The line with the blanks at its end made visible. */
static void show_trailing(struct buf *into, const char *line)
{
	size_t length = line_length(line);
	size_t solid = length;

	while (solid > 0 && line[solid - 1] == ' ')
		solid--;
	buf_add(into, line, solid);
	for (size_t i = solid; i < length; i++)
		buf_adds(into, "␣");
}

void paper_block(const struct paper *paper, const char *label, const char *text, const char *other,
	unsigned most)
{
	bool compare = other != NULL;
	const char *line = text;
	unsigned count = 0;

	for (; line && count < most; line = next_line(line), count++) {
		bool differs = compare && !same_line(line, other);
		cleanup_buf struct buf prefix = BUF_INIT;
		cleanup_buf struct buf hang = BUF_INIT;
		cleanup_buf struct buf shown = BUF_INIT;

		columns_cell(&prefix, count ? "" : label, PAPER_LABEL, false);
		buf_adds(&prefix, differs ? "> " : "| ");
		columns_cell(&hang, "", PAPER_LABEL + 2, false);
		if (differs)
			show_trailing(&shown, line);
		else
			buf_add(&shown, line, line_length(line));
		put_line(paper, prefix.data, hang.data, shown.data, shown.length, INK_PLAIN);
		other = next_line(other);
	}
	for (count = 0; line; line = next_line(line))
		count++;
	if (count > 0) {
		cleanup_buf struct buf more = BUF_INIT;

		buf_printf(&more, "… and %u more", count);
		paper_labelled(paper, "", more.data, INK_FAINT);
	}
}
