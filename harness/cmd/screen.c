#include "harness/cmd/screen.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "harness/base/fault.h"
#include "harness/report/output.h"

static bool is_dumb(void)
{
	const char *term = getenv("TERM");

	return !term || !*term || strcmp(term, "dumb") == 0;
}

static unsigned width(int fd)
{
	enum { STANDARD = 80, NARROWEST = 40, WIDEST = 120 };
	const char *columns = getenv("COLUMNS");
	struct winsize size = { 0 };
	unsigned found = columns ? (unsigned)strtoul(columns, NULL, 10) : 0;

	if (!found && ioctl(fd, TIOCGWINSZ, &size) == 0)
		found = size.ws_col;
	if (!found)
		return STANDARD;
	return found < NARROWEST ? NARROWEST : found > WIDEST ? WIDEST : found;
}

struct report_style screen_style(bool staff)
{
	const char *no_colour = getenv("NO_COLOR");

	return (struct report_style){
		.colour = isatty(1) && !is_dumb() && !(no_colour && *no_colour),
		.staff = staff,
		.width = width(1),
	};
}

bool screen_has_progress(void)
{
	return isatty(2) && !is_dumb();
}

int screen_put(const struct buf *text)
{
	int error = output_text(text, stdout);

	if (error)
		warn("cannot write to standard output: %s", strerror(-error));
	return error ? FAULT_EXIT_BROKEN : FAULT_EXIT_FULL;
}

char *screen_word(const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-./:=,+@%";
	struct buf text = BUF_INIT;

	if (*word && !word[strspn(word, plain)])
		return xstrdup(word);
	buf_addch(&text, '\'');
	for (; *word; word++) {
		if (*word == '\'')
			buf_adds(&text, "'\\''");
		else
			buf_addch(&text, *word);
	}
	buf_addch(&text, '\'');
	return buf_steal(&text);
}
