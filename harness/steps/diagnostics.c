#include "harness/steps/diagnostics.h"

#include <limits.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/inside.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"

enum { GROUPS = 6, LONGEST = 4096 };

/* One shape of line, and which group of the expression holds what (0: none). */
static const struct shape {
	const char *expression;
	int file, line, column, severity, message;
} shapes[] = {
	/* relay.c:3:9: error: … */
	{ "^(.+):([0-9]+):([0-9]+): (fatal error|error|warning): (.*)$", 1, 2, 3, 4, 5 },
	/* /usr/bin/ld: /tmp/x.o: in …  relay.c:31: undefined reference to `f' */
	{ "^([^ ]*ld: )?([^ ]+):([0-9]+): ((undefined reference|multiple definition) .*)$", 2, 3, 0,
		0, 4 },
	/* gcc: fatal error: no input files; make: *** No rule to make target … */
	{ "^(gcc|cc|cc1|clang|make|collect2)[^:]*: (fatal error: |error: |\\*\\*\\* )(.*)$", 0, 0,
		0, 0, 3 },
};

static char *group(const char *line, const regmatch_t *match, int number)
{
	if (number == 0 || match[number].rm_so < 0)
		return xstrdup("");
	return xasprintf("%.*s", (int)(match[number].rm_eo - match[number].rm_so),
		line + match[number].rm_so);
}

/* Of digits only; 0 for what no file has so many lines or columns for. */
static int count(const char *digits)
{
	unsigned long value = strtoul(digits, NULL, 10);

	return value <= INT_MAX ? (int)value : 0;
}

static json_t *entry(const char *line, const regmatch_t *match, const struct shape *shape)
{
	cleanup_free char *file = group(line, match, shape->file);
	cleanup_free char *number = group(line, match, shape->line);
	cleanup_free char *column = group(line, match, shape->column);
	cleanup_free char *severity = group(line, match, shape->severity);
	cleanup_free char *message = group(line, match, shape->message);
	/* Sources lie in /box while they are compiled; students know their own names. */
	const char *inside = inside_box(file);
	const char *own = inside && *inside ? inside : file;

	return json_pack("{s:o, s:i, s:i, s:s, s:o}", "file", jsonl_text(own, strlen(own)), "line",
		count(number), "column", count(column), "severity",
		strcmp(severity, "warning") == 0 ? "warning" : "error", "message",
		jsonl_text(message, strlen(message)));
}

/* The shapes, compiled once. */
static const regex_t *expressions(void)
{
	static regex_t compiled[sizeof(shapes) / sizeof(*shapes)];
	static int ready;

	for (size_t i = 0; !ready && i < sizeof(shapes) / sizeof(*shapes); i++)
		if (regcomp(&compiled[i], shapes[i].expression, REG_EXTENDED) != 0)
			BUG("a shape that is no regular expression");
	ready = 1;
	return compiled;
}

static json_t *parse_line(const char *line)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++) {
		regmatch_t match[GROUPS];

		if (regexec(&expressions()[i], line, GROUPS, match, 0) == 0)
			return entry(line, match, &shapes[i]);
	}
	return NULL;
}

json_t *diagnostics_parse(const char *output, size_t length)
{
	json_t *list = json_array();
	const char *end = output + length;

	while (output < end && json_array_size(list) < DIAGNOSTICS_MOST) {
		const char *newline = memchr(output, '\n', (size_t)(end - output));
		size_t size = (size_t)((newline ? newline : end) - output);
		cleanup_free char *line =
			xasprintf("%.*s", size < LONGEST ? (int)size : LONGEST, output);
		json_t *found = parse_line(line);

		if (found)
			json_array_append_new(list, found);
		output += size + 1;
	}
	return list;
}
