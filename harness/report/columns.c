#include "harness/report/columns.h"

#include <locale.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include "harness/base/text.h"

/* The character at text (0 < left) and its length in bytes. */
static uint32_t decode(const char *text, size_t left, size_t *ret_length)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t length = s[0] < 0xC2 ? 1 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : s[0] < 0xF5 ? 4 : 1;
	uint32_t character = length == 1 ? s[0] : s[0] & (0x7Fu >> length);

	*ret_length = 1;
	if (length > left)
		return s[0];
	for (size_t i = 1; i < length; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return s[0];
		character = character << 6 | (s[i] & 0x3F);
	}
	*ret_length = length;
	return character;
}

/* Columns of one character, in the locale that enter_utf8() has set. */
static unsigned width(uint32_t character)
{
	int columns = wcwidth((wchar_t)character);

	return columns < 0 ? 1 : (unsigned)columns;
}

static locale_t enter_utf8(void)
{
	static locale_t utf8;

	if (!utf8)
		utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	return uselocale(utf8);
}

unsigned columns_of_bytes(const char *text, size_t length)
{
	locale_t before = enter_utf8();
	unsigned columns = 0;

	for (size_t i = 0, step; i < length; i += step)
		columns += width(decode(text + i, length - i, &step));
	uselocale(before);
	return columns;
}

unsigned columns_of(const char *text)
{
	return columns_of_bytes(text, strlen(text));
}

size_t columns_fit(const char *text, size_t length, unsigned columns)
{
	locale_t before = enter_utf8();
	unsigned used = 0;
	size_t i = 0;

	for (size_t step; i < length; i += step) {
		used += width(decode(text + i, length - i, &step));
		if (used > columns)
			break;
	}
	uselocale(before);
	return i;
}

void columns_cell(struct buf *into, const char *text, unsigned columns, bool right)
{
	size_t length = strlen(text);
	unsigned used = columns_of(text);
	bool cut = used > columns;

	if (cut && columns > 0) {
		length = columns_fit(text, length, columns - 1);
		used = columns_of_bytes(text, length) + 1;
	}
	for (unsigned i = used; right && i < columns; i++)
		buf_addch(into, ' ');
	if (columns > 0)
		buf_add(into, text, length);
	if (cut && columns > 0)
		buf_adds(into, "…");
	for (unsigned i = used; !right && i < columns; i++)
		buf_addch(into, ' ');
}

/*
 * Whether a terminal cannot be trusted with a character of more than one byte:
 * it has no picture, changes the direction of writing, or breaks the line.
 */
static bool is_unsafe(uint32_t character)
{
	return wcwidth((wchar_t)character) < 0 || character == 0x061C ||
	       (character >= 0x200E && character <= 0x200F) ||
	       (character >= 0x2028 && character <= 0x202E) ||
	       (character >= 0x2066 && character <= 0x2069);
}

void columns_safe(struct buf *into, const char *text, size_t length)
{
	locale_t before = enter_utf8();

	for (size_t i = 0, step; i < length; i += step) {
		uint32_t character = decode(text + i, length - i, &step);

		if (character == '\t')
			buf_addch(into, ' ');
		else if (character == '\\')
			buf_addch(into, '\\');
		else if (step > 1 && is_unsafe(character))
			for (size_t j = 0; j < step; j++)
				buf_printf(into, "\\x%02x", (unsigned char)text[i + j]);
		else
			text_escape(into, text + i, step, step);
	}
	uselocale(before);
}
