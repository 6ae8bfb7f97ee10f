#include "harness/steps/collect_name.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"

struct extension {
	const char *text;
	enum collect_kind kind;
};

static const struct extension extensions[] = {
	{ ".c", COLLECT_SOURCE },
	{ ".zip", COLLECT_ARCHIVED },
	{ ".tar", COLLECT_ARCHIVED },
	{ ".tar.gz", COLLECT_ARCHIVED },
	{ ".tgz", COLLECT_ARCHIVED },
	{ ".tar.xz", COLLECT_ARCHIVED },
	{ ".txz", COLLECT_ARCHIVED },
	{ ".tar.bz2", COLLECT_ARCHIVED },
	{ ".tbz2", COLLECT_ARCHIVED },
	{ ".tbz", COLLECT_ARCHIVED },
	{ NULL },
};

/* The extension that ends `name` after at least one other byte, or the last record. */
static const struct extension *extension(const char *name)
{
	const struct extension *e;
	size_t length = strlen(name);

	for (e = extensions; e->text; e++) {
		size_t size = strlen(e->text);

		if (length > size && strcasecmp(name + length - size, e->text) == 0)
			break;
	}
	return e;
}

enum collect_kind collect_name_kind(const char *name)
{
	return extension(name)->kind;
}

/* Not isalnum(3): it asks the locale. */
static bool is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_plain(char c)
{
	return is_letter_or_digit(c) || (c && strchr("._+-", c));
}

static bool may_begin(const char *component, size_t length)
{
	if (component[0] == '.')
		return length > 1 && is_letter_or_digit(component[1]);
	return component[0] != '-';
}

/* A UTF-8 byte that goes on with a character: its first byte has become a `_` already. */
static bool goes_on(const char *component, size_t i)
{
	return i > 0 && (component[i] & 0xC0) == 0x80 && (component[i - 1] & 0x80);
}

char *collect_name_safe(const char *component, size_t length)
{
	cleanup_buf struct buf safe = BUF_INIT;

	for (size_t i = 0; i < length; i++) {
		if (is_plain(component[i]) && (i > 0 || may_begin(component, length)))
			buf_addch(&safe, component[i]);
		else if (!goes_on(component, i))
			buf_addch(&safe, '_');
	}
	return buf_steal(&safe);
}

char *collect_name_numbered(const char *component, unsigned number)
{
	const char *dot = strrchr(component, '.');
	size_t stem = dot && dot > component ? (size_t)(dot - component) : strlen(component);

	return xasprintf("%.*s_%u%s", (int)stem, component, number, component + stem);
}

static char *last_component(const char *path)
{
	cleanup_free char *base = file_basename(path);
	cleanup_free char *real = NULL;

	if (!strcmp(base, ".") || !strcmp(base, ".."))
		real = realpath(path, NULL);
	return real ? file_basename(real) : steal_pointer(base);
}

char *collect_name(const char *path)
{
	cleanup_free char *base = last_component(path);
	const char *end = extension(base)->text;
	size_t length = strlen(base) - (end ? strlen(end) : 0);
	char *name = collect_name_safe(base, length);

	if (name[0] == '.')
		name[0] = '_';
	return name;
}
