#include "harness/base/text.h"

#include <fnmatch.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "harness/base/fault.h"

bool text_matches(const char *pattern, const char *name)
{
	return fnmatch(pattern, name, 0) == 0;
}

/* Length of the UTF-8 sequence at `s` (RFC 3629), 0 when there is none. */
static size_t sequence(const unsigned char *s, size_t left)
{
	size_t length = s[0] < 0x80   ? 1
			: s[0] < 0xC2 ? 0
			: s[0] < 0xE0 ? 2
			: s[0] < 0xF0 ? 3
			: s[0] < 0xF5 ? 4
				      : 0;

	if (length == 0 || length > left)
		return 0;
	for (size_t i = 1; i < length; i++)
		if ((s[i] & 0xC0) != 0x80)
			return 0;
	if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) ||
		(s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F))
		return 0;
	return length;
}

void text_to_utf8(struct buf *into, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length;) {
		size_t step = sequence((const unsigned char *)bytes + i, length - i);

		if (step == 0 || bytes[i] == '\0') {
			buf_adds(into, "\xEF\xBF\xBD");
			i++;
		} else {
			buf_add(into, bytes + i, step);
			i += step;
		}
	}
}

/* Marks that reorder what stands round them: U+200E/F, U+202A-E, U+2066-9. */
static bool is_bidi(const unsigned char *s, size_t step)
{
	if (step != 3 || s[0] != 0xE2)
		return false;
	return (s[1] == 0x80 && (s[2] == 0x8E || s[2] == 0x8F || (s[2] >= 0xAA && s[2] <= 0xAE))) ||
	       (s[1] == 0x81 && s[2] >= 0xA6 && s[2] <= 0xA9);
}

void text_escape(struct buf *into, const char *bytes, size_t length, size_t cap)
{
	size_t shown = length < cap ? length : cap;

	for (size_t i = 0; i < shown;) {
		const unsigned char *s = (const unsigned char *)bytes + i;
		size_t step = sequence(s, length - i);
		/* C1 controls are valid UTF-8 and still move a terminal. */
		bool control =
			step == 1 ? (*s < 0x20 || *s == 0x7F)
				  : (step == 2 && s[0] == 0xC2 && s[1] < 0xA0) || is_bidi(s, step);

		if (*s == '\n')
			buf_adds(into, "\\n");
		else if (*s == '\t')
			buf_adds(into, "\\t");
		else if (*s == '\\')
			buf_adds(into, "\\\\");
		else if (step == 0 || control)
			buf_printf(into, "\\x%02x", *s), step = 1;
		else
			buf_add(into, s, step);
		i += step ? step : 1;
	}
	if (shown < length)
		buf_printf(into, "… (%zu bytes)", length);
}

char *text_count(unsigned long count, const char *noun)
{
	return xasprintf("%lu %s%s", count, noun, count == 1 ? "" : "s");
}

char *text_points(double points)
{
	double cents = round(points * 100) / 100;
	char *text;
	size_t end;

	text = xasprintf("%.2f", cents);
	end = strlen(text);
	while (text[end - 1] == '0')
		text[--end] = '\0';
	if (text[end - 1] == '.')
		text[end - 1] = '\0';
	return text;
}

bool text_starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *text, const char *suffix)
{
	size_t a = strlen(text);
	size_t b = strlen(suffix);

	return a >= b && strcmp(text + a - b, suffix) == 0;
}

unsigned text_distance(const char *a, const char *b, unsigned limit)
{
	enum { LONGEST = 64 };
	size_t n = strlen(b);
	unsigned row[LONGEST + 1];

	if (n > LONGEST || strlen(a) > LONGEST)
		return limit + 1;
	for (size_t j = 0; j <= n; j++)
		row[j] = (unsigned)j;
	for (unsigned i = 1; *a; a++, i++) {
		unsigned diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			unsigned cost = diagonal + (*a != b[j - 1]);

			diagonal = row[j];
			if (row[j] + 1 < cost)
				cost = row[j] + 1;
			if (row[j - 1] + 1 < cost)
				cost = row[j - 1] + 1;
			row[j] = cost;
		}
	}
	return row[n] <= limit ? row[n] : limit + 1;
}
