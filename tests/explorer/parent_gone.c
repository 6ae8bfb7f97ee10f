/* explorer: none
 * A grandchild knows that its parent has ended when getppid() changes: then its result is there.
 */
#include <sched.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int *result = mmap(NULL, sizeof(*result), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int done[2];
	char byte;

	if (pipe(done) < 0)
		return 1;
	if (fork() == 0) {
		pid_t parent = getpid();

		if (fork() == 0) {
			while (getppid() == parent)
				sched_yield();
			_exit(*result == 7 ? 0 : 1);
		}
		*result = 7;
		_exit(0);
	}
	close(done[1]);
	wait(NULL);
	return read(done[0], &byte, 1) == 0 ? 0 : 1;
}
