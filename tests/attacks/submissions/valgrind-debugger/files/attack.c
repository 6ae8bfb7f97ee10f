#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

__attribute__((constructor(200))) static void look(void)
{
	DIR *dir = opendir("/tmp");
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		char path[512];
		int fd;

		if (!strstr(entry->d_name, "vgdb"))
			continue;
		fprintf(stderr, "found %s\n", "vgdb");
		snprintf(path, sizeof(path), "/tmp/%s", entry->d_name);
		fd = open(path, O_WRONLY | O_NONBLOCK);
		write(fd, "$qRcmd,762e6b696c6c#00", 22);
	}
}
