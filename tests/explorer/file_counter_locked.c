/* explorer: none
 * Two children add to a number in a file, under flock().
 */
#include <assert.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

static void add(const char *path)
{
	int file = open(path, O_RDWR);
	int number = 0;

	flock(file, LOCK_EX);
	if (pread(file, &number, sizeof(number), 0) < 0)
		_exit(1);
	number++;
	_exit(pwrite(file, &number, sizeof(number), 0) != sizeof(number));
}

int main(void)
{
	char path[] = "/tmp/explorer-XXXXXX";
	int file = mkstemp(path);
	int number = 0;

	for (int child = 0; child < 2; child++)
		if (fork() == 0)
			add(path);
	while (wait(NULL) > 0)
		;
	unlink(path);
	if (pread(file, &number, sizeof(number), 0) != sizeof(number))
		return 1;
	assert(number == 2);
	return 0;
}
