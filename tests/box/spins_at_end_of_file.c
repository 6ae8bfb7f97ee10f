/* box: a loop of read() that takes end of file for "no data yet"
 * options: --cpu 400 --witness
 * expect: SPINNING
 * says: spin.[0-9]+.[0-9]+.call.[0-9]+.[0-9]+.0.0.*main.*spins_at_end_of_file.c.@HERE@ */
#include <string.h>
#include <unistd.h>

int main(void)
{
	char line[256] = "";
	size_t length = 0;

	while (!memchr(line, '\n', length)) /* HERE */
		length += read(0, line + length, sizeof(line) - length);
	return 0;
}
