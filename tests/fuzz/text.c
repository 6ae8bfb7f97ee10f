/*
 * Whose bytes: anything that a student can type, name or print.
 * Who reads them: whatever makes bytes fit to be shown: text_escape(), text_to_utf8(),
 * jsonl_text(), columns_safe(), a paper, a cell of CSV, text and attributes of XML.
 * What must hold: valid UTF-8 without control characters comes out, of bounded length; what
 * was fit stays; a JSON or XML parser reads it, and a CSV reader gets one cell back that
 * is no formula.
 *
 * Options: -max_len=512
 */
#include <expat.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/report/columns.h"
#include "harness/report/csv_cell.h"
#include "harness/report/paper.h"
#include "harness/report/xml_text.h"
#include "tests/fuzz/fuzz.h"

/* The most that one byte becomes, "\xHH", and the words behind a cut. */
enum { GROWTH = 4, TAIL = 40 };

static void check_escape(const char *bytes, size_t size)
{
	cleanup_buf struct buf whole = BUF_INIT;
	cleanup_buf struct buf cut = BUF_INIT;

	text_escape(&whole, bytes, size, size);
	HOLDS(fuzz_is_line(whole.data) && whole.length == strlen(whole.data));
	HOLDS(whole.length <= size * GROWTH);
	text_escape(&cut, bytes, size, size / 2);
	HOLDS(fuzz_is_line(cut.data) && cut.length <= (size / 2 + 3) * GROWTH + TAIL);
}

static void check_utf8(const char *bytes, size_t size)
{
	cleanup_buf struct buf clean = BUF_INIT;
	cleanup_buf struct buf again = BUF_INIT;
	cleanup_json json_t *text = jsonl_text(bytes, size);

	text_to_utf8(&clean, bytes, size);
	HOLDS(fuzz_is_utf8(clean.data, clean.length) && clean.length <= size * 3);
	HOLDS(strlen(clean.data) == clean.length);
	text_to_utf8(&again, clean.data, clean.length);
	HOLDS(strcmp(again.data, clean.data) == 0);
	if (fuzz_is_utf8(bytes, size) && !memchr(bytes, '\0', size))
		HOLDS(clean.length == size && memcmp(clean.data, bytes, size) == 0);
	HOLDS(text && strcmp(json_string_value(text), clean.data) == 0);
}

static void check_columns(const char *bytes, size_t size)
{
	cleanup_buf struct buf safe = BUF_INIT;
	cleanup_buf struct buf cell = BUF_INIT;
	enum { WIDTH = 12 };

	columns_safe(&safe, bytes, size);
	HOLDS(fuzz_is_line(safe.data) && safe.length <= size * GROWTH);
	columns_cell(&cell, safe.data, WIDTH, size % 2);
	HOLDS(columns_of(cell.data) == WIDTH);
	HOLDS(columns_fit(safe.data, safe.length, WIDTH) <= safe.length);
}

static void check_paper(const char *text)
{
	cleanup_buf struct buf out = BUF_INIT;
	struct paper paper = { .out = &out, .width = 40, .indent = 4 };

	paper_text(&paper, "- ", text, INK_BAD);
	paper_labelled(&paper, "Seen:", text, INK_PLAIN);
	paper_block(&paper, "Seen:", text, "x\ny", 5);
	for (char *newline = out.data; (newline = strchr(newline, '\n'));)
		*newline = ' ';
	HOLDS(fuzz_is_line(out.data));
}

/* RFC 4180: the cell that a reader gets, behind its comma. */
static void check_csv(const char *text)
{
	cleanup_buf struct buf row = BUF_INIT;
	cleanup_buf struct buf clean = BUF_INIT;
	cleanup_buf struct buf read = BUF_INIT;
	const char *c;

	csv_text(&row, "first");
	csv_text(&row, text);
	HOLDS(text_starts(row.data, "first,"));
	c = row.data + strlen("first,");
	if (*c != '"')
		HOLDS(!strpbrk(c, ",\"\r\n"));
	else
		for (c++; *c != '"' || c[1] == '"'; c++) {
			HOLDS(*c);
			buf_addch(&read, *c);
			c += *c == '"';
		}
	buf_adds(&read, *c == '"' ? c + 1 : c);
	HOLDS(!strchr("=+-@\t\r\n", read.data[0]) || !read.data[0]);
	text_to_utf8(&clean, text, strlen(text));
	HOLDS(strcmp(read.data + (read.length != clean.length), clean.data) == 0);
}

static void XMLCALL add_text(void *into, const XML_Char *text, int length)
{
	buf_add(into, text, (size_t)length);
}

static void XMLCALL add_attribute(void *into, const XML_Char *name, const XML_Char **attributes)
{
	(void)name;
	HOLDS(attributes[0] && !attributes[2]);
	buf_adds(into, attributes[1]);
}

/* What XML has no way to write is dropped; all else must come back. */
static bool may_drop(const char *text)
{
	for (const unsigned char *s = (const unsigned char *)text; *s; s++)
		if ((*s < 0x20 && !strchr("\t\n\r", *s)) || *s == 0xEF)
			return true;
	return false;
}

static void check_xml(const char *text)
{
	cleanup_buf struct buf document = BUF_INIT;
	cleanup_buf struct buf clean = BUF_INIT;
	cleanup_buf struct buf read = BUF_INIT;
	XML_Parser parser = XML_ParserCreate(NULL);

	text_to_utf8(&clean, text, strlen(text));
	buf_adds(&document, "<a");
	xml_attribute(&document, "b", text);
	buf_addch(&document, '>');
	xml_text(&document, text);
	buf_adds(&document, "</a>");
	XML_SetUserData(parser, &read);
	XML_SetCharacterDataHandler(parser, add_text);
	XML_SetStartElementHandler(parser, add_attribute);
	HOLDS(XML_Parse(parser, document.data, (int)document.length, 1) == XML_STATUS_OK);
	XML_ParserFree(parser);
	if (may_drop(clean.data))
		return;
	HOLDS(read.length == 2 * clean.length);
	HOLDS(memcmp(read.data, clean.data, clean.length) == 0);
	HOLDS(strcmp(read.data + clean.length, clean.data) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *text = fuzz_string(data, size);

	if (size == 0)
		return 0;
	check_escape((const char *)data, size);
	check_utf8((const char *)data, size);
	check_columns((const char *)data, size);
	check_paper(text);
	check_csv(text);
	check_xml(text);
	return 0;
}
