#include "harness/steps/bug_place.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"

enum { LARGEST = 1 << 20 };

static bool is_there(const struct bug *bug, const char *file, unsigned line)
{
	return line && (bug_touches(bug, file, line) ||
			       (strcmp(file, bug->file) == 0 && line == bug->line));
}

/*
 * The lines of the function that has the line, as the reference is written: what belongs to a
 * function is indented, what opens and closes its body is a brace at the left.
 */
static bool find_function(
	const char *dir, const char *file, unsigned line, unsigned *ret_first, unsigned *ret_last)
{
	cleanup_free char *path = file_join(dir, file);
	cleanup_buf struct buf text = BUF_INIT;
	unsigned number = 0, opened = 0;
	char *rest, *one;

	if (file_read(path, &text, LARGEST) < 0 || text.length == 0)
		return false;
	rest = text.data;
	while ((one = strsep(&rest, "\n"))) {
		number++;
		if (*one == '{')
			opened = number;
		if (*one != '}' || !opened)
			continue;
		if (line >= opened && line <= number) {
			*ret_first = opened;
			*ret_last = number;
			return true;
		}
		opened = 0;
	}
	return false;
}

/* Whether some line is missing in the function that has this one. */
static bool lacks_in_function(
	const struct bug *bug, const char *dir, const char *file, unsigned line)
{
	unsigned first, last;

	if (!bug->only_lacks || !line || !find_function(dir, file, line, &first, &last))
		return false;
	for (size_t i = 0; i < bug->missing_count; i++)
		if (strcmp(bug->missing[i].file, file) == 0 && bug->missing[i].first > first &&
			bug->missing[i].first <= last)
			return true;
	return false;
}

/* "bank.c:44" */
static bool take_place(char *text, const char **ret_file, unsigned *ret_line)
{
	char *colon = strrchr(text, ':');

	if (!colon)
		return false;
	*colon = '\0';
	*ret_file = text;
	*ret_line = (unsigned)strtoul(colon + 1, NULL, 10);
	return true;
}

enum bug_place bug_place_of(const struct bug *bug, const char *dir, const struct finding *finding)
{
	cleanup_free char *places = xstrdup(finding && finding->places ? finding->places : "");
	char *rest = places, *one;
	const char *file;
	unsigned line;
	bool lacks;

	if (!finding)
		return BUG_ELSEWHERE;
	if (is_there(bug, finding->file, finding->line))
		return BUG_BY_LINE;
	lacks = lacks_in_function(bug, dir, finding->file, finding->line);
	while ((one = strsep(&rest, "\n"))) {
		if (!take_place(one, &file, &line))
			continue;
		if (is_there(bug, file, line))
			return BUG_BY_PLACE;
		lacks |= lacks_in_function(bug, dir, file, line);
	}
	return lacks ? BUG_IN_FUNCTION : BUG_ELSEWHERE;
}
