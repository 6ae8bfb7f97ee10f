/* expect: wrong-output */
#include <string.h>
#include <unistd.h>

static void put(const char *text)
{
	size_t length = strlen(text);

	while (length > 0) {
		ssize_t written = write(STDOUT_FILENO, text, length);

		if (written < 0)
			_exit(1);
		text += written;
		length -= (size_t)written;
	}
}

int main(int argc, char **argv)
{
	if (argc != 2 || strcmp(argv[1], "3") != 0)
		return 2;
	put("one\n");
	put("tow\n"); /* HERE */
	put("three\n");
	return 0;
}
