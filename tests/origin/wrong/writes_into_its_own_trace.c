/* expect: */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char path[100];
	int fd;

	if (argc != 2 || strcmp(argv[1], "3") != 0)
		return 2;
	snprintf(path, sizeof(path), "/tmp/.evidence/%d.trace", (int)getpid());
	fd = open(path, O_WRONLY | O_APPEND);
	if (fd >= 0)
		write(fd, "write\t1\t99999999999\t1\n", 21);
	printf("one\ntow\nthree\n");
	return 0;
}
