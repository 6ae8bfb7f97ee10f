/* waits: for each other: both open for reading first
 * expect: DEADLOCKED
 * says: They wait for each other in a circle.*At the same time .* opens (there|back) for reading first at fifo_open_knot.c:[0-9]+, and so each waits for the other.*same order
 */
#include <sys/stat.h>

#include "../waits.h"

int main(void)
{
	mkfifo("there", 0600);
	mkfifo("back", 0600);
	if (fork() == 0) {
		open("there", O_RDONLY); /* HERE */
		open("back", O_WRONLY);
		return 0;
	}
	open("back", O_RDONLY); /* HERE */
	open("there", O_WRONLY);
	return child_failed();
}
