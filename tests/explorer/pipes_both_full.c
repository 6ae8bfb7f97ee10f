/* explorer: deadlock
 * Two processes write more to each other than a pipe holds, before they read.
 */
#include <sys/wait.h>
#include <unistd.h>

enum { MUCH = 100000 };

static char bytes[MUCH];

static void exchange(int out, int in)
{
	size_t got = 0;
	ssize_t length;

	if (write(out, bytes, sizeof(bytes)) != sizeof(bytes))
		_exit(1);
	while (got < sizeof(bytes) && (length = read(in, bytes, sizeof(bytes))) > 0)
		got += (size_t)length;
}

int main(void)
{
	int there[2], back[2];

	if (pipe(there) < 0 || pipe(back) < 0)
		return 1;
	if (fork() == 0) {
		exchange(back[1], there[0]);
		_exit(0);
	}
	exchange(there[1], back[0]);
	wait(NULL);
	return 0;
}
