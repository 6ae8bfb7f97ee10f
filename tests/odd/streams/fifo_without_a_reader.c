/* odd: a FIFO that nobody reads yet is opened with O_NONBLOCK: ENXIO, until there is a reader
 * expect: EXITED(0)
 * prints: nobody reads
 * prints: read: hello
 * mechanisms: fifo */
#include <fcntl.h>
#include <sys/stat.h>

#include "odd.h"

int main(void)
{
	char text[16];
	int in, out;
	size_t length;

	OK(mkfifo("way", 0600));
	MUST(open("way", O_WRONLY | O_NONBLOCK) == -1 && errno == ENXIO);
	puts("nobody reads");
	/* A reader that does not wait for a writer. */
	in = (int)OK(open("way", O_RDONLY | O_NONBLOCK));
	MUST(read(in, text, sizeof(text)) == 0);
	out = (int)OK(open("way", O_WRONLY | O_NONBLOCK));
	MUST(read(in, text, sizeof(text)) == -1 && errno == EAGAIN);
	write_all(out, "hello", 5);
	OK(close(out));
	length = read_all(in, text, sizeof(text));
	OK(close(in));
	OK(unlink("way"));
	printf("read: %.*s\n", (int)length, text);
	return 0;
}
