/* waits: for each other: two records in opposite order, with a third process between them
 * expect: DEADLOCKED
 * says: on a write lock on bytes (0 to 9|10 to 19|20 to 29) of descriptor 3, file at.*They wait for each other in a circle.*holds a write lock on bytes.*fcntl\(2\)
 */
#include "../waits.h"

static void lock(int file, int command, long first, long length)
{
	struct flock range = { .l_type = F_WRLCK, .l_start = first, .l_len = length };

	fcntl(file, command, &range); /* HERE */
}

/*
 * The kernel finds a circle of processes that wait for record locks alone (EDEADLK), so the
 * last one waits for a child instead.
 */
int main(void)
{
	int file = open("file", O_CREAT | O_RDWR, 0600);

	lock(file, F_SETLKW, 0, 10);
	if (fork() == 0) {
		lock(file, F_SETLKW, 10, 10);
		lock(file, F_SETLKW, 0, 10);
		return 0;
	}
	wait(0); /* HERE */
	return 0;
}
