#include <stdio.h>

int main(void)
{
	static const char bytes[] = "=cmd()|' /C calc'!A0\n\033]0;all points\a\033[2J\033[1;1H\0\xff\xfe\xed\xa0\x80\xef\xbf\xbf"
				    "\xe2\x80\xae)001 / 001\xe2\x81\xa6\xc2\x9b" "2J]]><failure/>&x;\",\"score\":100,\"\r@SUM\r\n+1\n-1\n";

	fwrite(bytes, 1, sizeof(bytes), stdout);
	fwrite(bytes, 1, sizeof(bytes), stderr);
	return 1;
}
