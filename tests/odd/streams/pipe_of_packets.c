/* odd: a pipe with O_DIRECT keeps each write a packet of its own
 * expect: EXITED(0)
 * prints: 1 22 333
 * mechanisms: pipe */
#include <fcntl.h>

#include "odd.h"

int main(void)
{
	static const char *const words[] = { "1", "22", "333" };
	char packet[16];
	ssize_t length;
	int ends[2], count = 0;

	OK(pipe2(ends, O_DIRECT));
	for (int i = 0; i < 3; i++)
		MUST((size_t)OK(write(ends[1], words[i], strlen(words[i]))) == strlen(words[i]));
	OK(close(ends[1]));
	while ((length = OK(read(ends[0], packet, sizeof(packet)))) > 0)
		printf("%s%.*s", count++ ? " " : "", (int)length, packet);
	puts("");
	OK(close(ends[0]));
	return 0;
}
