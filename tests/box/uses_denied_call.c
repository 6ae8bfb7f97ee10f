/* box: a denied call fails with EPERM and is named
 * options: --allow pipe
 * expect: EXITED(1)
 * says: DENIED.shmget */
#include <errno.h>
#include <sys/shm.h>

int main(void)
{
	return shmget(IPC_PRIVATE, 4096, 0600) < 0 && errno == EPERM ? 1 : 0;
}
