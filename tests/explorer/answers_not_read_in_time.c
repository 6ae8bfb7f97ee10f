/* explorer: deadlock
 * All questions are written before the first answer is read: that needs pipes that hold them.
 */
#include <sys/wait.h>
#include <unistd.h>

enum { QUESTIONS = 600, SIZE = 32 };

static void answer(int from, int to)
{
	char text[SIZE];

	while (read(from, text, SIZE) == SIZE)
		if (write(to, text, SIZE) != SIZE)
			_exit(1);
	_exit(0);
}

int main(void)
{
	char text[SIZE] = { 0 };
	int there[2], back[2];

	if (pipe(there) < 0 || pipe(back) < 0)
		return 1;
	if (fork() == 0) {
		close(there[1]);
		close(back[0]);
		answer(there[0], back[1]);
	}
	close(there[0]);
	close(back[1]);
	for (int i = 0; i < QUESTIONS; i++)
		if (write(there[1], text, SIZE) != SIZE)
			return 1;
	for (int i = 0; i < QUESTIONS; i++)
		if (read(back[0], text, SIZE) != SIZE)
			return 1;
	close(there[1]);
	wait(NULL);
	return 0;
}
