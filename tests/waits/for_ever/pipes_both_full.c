/* waits: for room in two pipes: both sides write before they read
 * expect: DEADLOCKED
 * says: They wait for each other in a circle.*The pipe is full and nobody reads it.*Read from the pipe while there is more to write
 */
#include "../waits.h"

int main(void)
{
	static char bytes[1 << 20];
	int there[2], back[2];

	pipe(there);
	pipe(back);
	if (fork() == 0) {
		close(there[1]);
		close(back[0]);
		write(back[1], bytes, sizeof(bytes)); /* HERE */
		read(there[0], bytes, sizeof(bytes));
		return 0;
	}
	close(there[0]);
	close(back[1]);
	write(there[1], bytes, sizeof(bytes)); /* HERE */
	read(back[0], bytes, sizeof(bytes));
	return child_failed();
}
