/* box: the line of a denied call is told, also below two functions and without optimisation
 * options: --allow pipe
 * expect: EXITED(1)
 * says: DENIED.shmget. at [^ ]*says_where_it_was_refused[.]c:12, */
#include <string.h>
#include <sys/shm.h>

static int get(size_t size)
{
	char room[64];

	int id = shmget(IPC_PRIVATE, size, 0600);

	memset(room, id, sizeof(room));
	return id + room[size % 7] - room[0];
}

static int __attribute__((noinline)) set_up(int count)
{
	return get((size_t)count * sizeof(int));
}

int main(int argc, char **argv)
{
	(void)argv;
	return set_up(argc + 3) < 0 ? 1 : 0;
}
