#include "tests/unit/scratch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"

char *scratch_make(void)
{
	char *folder = file_temp_dir();

	if (!folder)
		die("cannot make a folder for a test: %s", strerror(errno));
	return folder;
}

void scratch_remove(char **folder)
{
	file_remove_tree(*folder);
	free(*folder);
}

char *scratch_write(const char *folder, const char *name, const char *text)
{
	char *path = file_join(folder, name);
	cleanup_free char *parent = xstrdup(path);
	int error;

	*strrchr(parent, '/') = '\0';
	error = file_mkdir_p(parent);
	if (!error)
		error = file_write(path, text, strlen(text));
	if (error)
		die("cannot write %s: %s", path, strerror(-error));
	return path;
}
