/* box: a reader that holds the write end of its pipe waits for ever
 * expect: DEADLOCKED */
#include <unistd.h>

int main(void)
{
	int ends[2];
	char byte;

	if (pipe(ends) < 0)
		return 2;
	return (int)read(ends[0], &byte, 1);
}
