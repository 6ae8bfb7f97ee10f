/* explorer: none
 * A child executes the program anew, which maps the same file, and doubles the number in it.
 */
#include <assert.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static int *map(int file)
{
	return mmap(NULL, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
}

int main(int argc, char **argv)
{
	char path[] = "/tmp/explorer-XXXXXX";
	int file, *number;

	if (argc > 1) {
		*map(STDIN_FILENO) *= 2;
		return 0;
	}
	file = mkstemp(path);
	unlink(path);
	if (ftruncate(file, sizeof(int)) < 0)
		return 1;
	number = map(file);
	*number = 21;
	if (fork() == 0) {
		dup2(file, STDIN_FILENO);
		execl("/proc/self/exe", argv[0], "double", NULL);
		_exit(127);
	}
	wait(NULL);
	assert(*number == 42);
	return 0;
}
