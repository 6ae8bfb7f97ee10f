#include "harness/report/xml_text.h"

#include <stdbool.h>
#include <string.h>

#include "harness/base/text.h"

static const char *const references[128] = {
	['&'] = "&amp;",
	['<'] = "&lt;",
	/* Only "]]>" needs it, but so that string is never written. */
	['>'] = "&gt;",
	['"'] = "&quot;",
	/* A parser makes \r\n one newline (section 2.11). */
	['\r'] = "&#13;",
};

/* U+FFFE and U+FFFF as UTF-8. */
static bool is_noncharacter(const unsigned char *s)
{
	return s[0] == 0xEF && s[1] == 0xBF && s[2] >= 0xBE;
}

static void escape(struct buf *into, const char *text, bool attribute)
{
	cleanup_buf struct buf clean = BUF_INIT;

	text_to_utf8(&clean, text, strlen(text));
	for (const unsigned char *s = (const unsigned char *)clean.data; *s; s++) {
		if (*s < 0x80 && references[*s])
			buf_adds(into, references[*s]);
		else if (attribute && (*s == '\n' || *s == '\t'))
			buf_printf(into, "&#%u;", *s);
		else if (*s == '\n' || *s == '\t')
			buf_addch(into, (char)*s);
		else if (is_noncharacter(s))
			s += 2;
		else if (*s >= 0x20)
			buf_addch(into, (char)*s);
	}
}

void xml_text(struct buf *into, const char *text)
{
	escape(into, text, false);
}

void xml_attribute(struct buf *into, const char *name, const char *text)
{
	buf_printf(into, " %s=\"", name);
	escape(into, text, true);
	buf_addch(into, '"');
}
