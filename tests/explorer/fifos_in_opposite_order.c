/* explorer: deadlock
 * Two processes open two FIFOs, one for each direction, each the one that it reads first.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	char there[64], back[64], byte;
	int in, out;

	snprintf(there, sizeof(there), "explorer-there-%d", getpid());
	snprintf(back, sizeof(back), "explorer-back-%d", getpid());
	mkfifo(there, 0600);
	mkfifo(back, 0600);
	if (fork() == 0) {
		in = open(there, O_RDONLY);
		out = open(back, O_WRONLY);
		_exit(read(in, &byte, 1) != 1 || write(out, &byte, 1) != 1);
	}
	in = open(back, O_RDONLY);
	out = open(there, O_WRONLY);
	unlink(there);
	unlink(back);
	if (write(out, "x", 1) != 1 || read(in, &byte, 1) != 1)
		return 1;
	wait(NULL);
	return 0;
}
