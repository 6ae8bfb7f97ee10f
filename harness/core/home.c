#include "harness/core/home.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"

/* The folder of this very program, without a trailing slash; the caller frees. */
static char *program_folder(void)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (length <= 0)
		return xstrdup(PROCTOR_PREFIX "/bin");
	path[length] = '\0';
	*strrchr(path, '/') = '\0';
	return xstrdup(path);
}

static struct home find(void)
{
	cleanup_free char *folder = program_folder();
	cleanup_free char *library = file_join(folder, "libproctor-scenario.a");
	cleanup_free char *up = NULL;

	if (file_exists(library)) {
		char *root = xstrdup(folder);

		*strrchr(root, '/') = '\0';
		return (struct home){
			.data = root,
			.oracles = file_join(folder, "oracle"),
			.library = xstrdup(library),
			.libraries = xstrdup(folder),
			.hidden = { xstrdup(root) },
			.include = xstrdup(root),
		};
	}
	up = xstrdup(folder);
	*strrchr(up, '/') = '\0';
	return (struct home){
		.data = xasprintf("%s/share/proctor", up),
		.oracles = xasprintf("%s/lib/proctor/oracle", up),
		.library = xasprintf("%s/lib/proctor/libproctor-scenario.a", up),
		.libraries = xasprintf("%s/lib/proctor", up),
		.include = xasprintf("%s/include/proctor", up),
		.hidden = { xasprintf("%s/share/proctor", up), xasprintf("%s/lib/proctor", up) },
	};
}

const struct home *home(void)
{
	static struct home found;

	if (!found.data)
		found = find();
	return &found;
}

char *home_assignment(const char *name)
{
	cleanup_free char *yaml = NULL;
	char *dir = strchr(name, '/') || strcmp(name, ".") == 0
			    ? xstrdup(name)
			    : xasprintf("%s/assignments/%s", home()->data, name);
	size_t length = strlen(dir);

	while (length > 1 && dir[length - 1] == '/')
		dir[--length] = '\0';
	yaml = file_join(dir, "assignment.yaml");
	if (file_exists(yaml))
		return dir;
	free(dir);
	return NULL;
}
