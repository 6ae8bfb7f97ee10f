#include "harness/base/inside.h"

#include <string.h>

#include "harness/base/text.h"

/* Behind the private folder of mode plain: its name ends in six letters of mkdtemp(3). */
static const char *behind_private_folder(const char *path)
{
	static const char start[] = "/tmp/proctor-";
	enum { LETTERS = 6 };

	if (!text_starts(path, start) || strcspn(path + strlen(start), "/") != LETTERS)
		return path;
	return path + strlen(start) + LETTERS;
}

const char *inside_box(const char *path)
{
	const char *rest = behind_private_folder(path);

	if (!text_starts(rest, "/box"))
		return NULL;
	rest += strlen("/box");
	return *rest && *rest != '/' ? NULL : rest + strspn(rest, "/");
}
