#include "misuse/line.h"

void misuse_line_byte(struct misuse_line *line, char byte)
{
	if (line->length < line->room - 1)
		line->bytes[line->length++] = byte;
}

void misuse_line_safely(struct misuse_line *line, const char *text, size_t most)
{
	for (size_t i = 0; i < most && text[i]; i++)
		misuse_line_byte(
			line, (unsigned char)text[i] < 0x20 || text[i] == 0x7f ? '?' : text[i]);
}

void misuse_line_digits(struct misuse_line *line, uint64_t number, unsigned base)
{
	char digits[24];
	size_t count = 0;

	do {
		digits[count++] = "0123456789abcdef"[number % base];
		number /= base;
	} while (number);
	while (count > 0)
		misuse_line_byte(line, digits[--count]);
}
