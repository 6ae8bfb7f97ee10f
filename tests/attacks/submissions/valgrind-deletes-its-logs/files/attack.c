#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void forget(void)
{
	static const char folder[] = "/tmp/.evidence";
	DIR *dir = opendir(folder);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		char path[512];

		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		unlink(path);
	}
}

__attribute__((constructor)) static void prepare(void) { atexit(forget); }
