/* explorer: none
 * Three packets wait in a pipe with O_DIRECT, each in a page of its own: it is not made small. */
#include <fcntl.h>
#include <unistd.h>

int main(void)
{
	int ends[2];

	if (pipe2(ends, O_DIRECT) < 0)
		return 1;
	for (int i = 0; i < 3; i++)
		if (write(ends[1], "packet", 6) != 6)
			return 2;
	return 0;
}
