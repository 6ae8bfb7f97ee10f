#include "harness/cmd/homework.h"

#include <errno.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/core/home.h"

int homework_write(const char *dir, const char *assignment)
{
	cleanup_free char *path = file_join(dir, HOMEWORK_FILE);
	cleanup_free char *text =
		xasprintf("# What `proctor check` checks this folder against.\n%s\n", assignment);

	return file_write(path, text, strlen(text));
}

/* The first line that is no comment and not empty; NULL: none. */
static char *first_word(const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");

		if (*text != '#' && length > 0)
			return xasprintf("%.*s", (int)length, text);
		text += length + (text[length] == '\n');
	}
	return NULL;
}

int homework_read(const char *dir, char **ret, struct buf *why)
{
	enum { LONGEST = 8192 };
	cleanup_free char *path = file_join(dir, HOMEWORK_FILE);
	cleanup_buf struct buf text = BUF_INIT;
	int error = file_is_dir(dir) ? file_read(path, &text, LONGEST) : -ENOTDIR;
	char *word;

	if (error == -ENOTDIR)
		buf_printf(why, "%s: there is no such folder", dir);
	else if (error == -ENOENT)
		buf_printf(why,
			"%s: nothing says which assignment this is; name it with --assignment ID, "
			"or begin with `proctor start`",
			dir);
	else if (error)
		buf_printf(why, "cannot read %s: %s", path, strerror(-error));
	if (error)
		return error == -ENOTDIR ? -ENOENT : error;
	word = first_word(text.data);
	if (!word) {
		buf_printf(why, "%s: names no assignment", path);
		return -EINVAL;
	}
	*ret = word;
	return 0;
}

int homework_assignment(const char *name, struct assignment **ret, struct buf *why)
{
	cleanup_free char *dir = home_assignment(name);

	if (dir)
		return assignment_load(dir, ret, why);
	if (strchr(name, '/'))
		buf_printf(why, "%s: there is no assignment.yaml", name);
	else
		buf_printf(why, "there is no assignment '%s' (`proctor list` shows what there is)",
			name);
	return -ENOENT;
}
