/* explorer: assertion
 * Two children take the last seat of a counter: each step is atomic, and both together are not.
 */
#include <assert.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void take_one(atomic_int *seats)
{
	if (atomic_load(seats) > 0)
		atomic_fetch_sub(seats, 1);
}

int main(void)
{
	atomic_int *seats = mmap(
		NULL, sizeof(*seats), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	atomic_init(seats, 1);
	for (int child = 0; child < 2; child++)
		if (fork() == 0) {
			take_one(seats);
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
	assert(atomic_load(seats) == 0);
	return 0;
}
