/* attack: memory that cannot be taken back: locked, secret, in huge pages
 * expect: EXITED(0)
 * own: yes */
#include "attack.h"
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/syscall.h>

enum { RW = PROT_READ | PROT_WRITE, ANONYMOUS = MAP_PRIVATE | MAP_ANONYMOUS, MIB = 1 << 20 };

int main(void)
{
	char *block = mmap(0, 8 * MIB, RW, ANONYMOUS, -1, 0);

	REFUSED(1, mlock(block, 8 * MIB), ENOMEM, EPERM);
	REFUSED(2, mlockall(MCL_CURRENT | MCL_FUTURE), ENOMEM, EPERM);
	REFUSED(3, mmap(0, 8 * MIB, RW, ANONYMOUS | MAP_LOCKED, -1, 0), EAGAIN, EPERM);
	REFUSED(4, shmget(0x41545420, 2 * MIB, IPC_CREAT | SHM_HUGETLB | 0600), EPERM, ENOMEM);
	int secret = syscall(447 /* memfd_secret */, 0);

	if (secret >= 0 && ftruncate(secret, 8 * MIB) == 0)
		REFUSED(5, mmap(0, 8 * MIB, RW, MAP_SHARED, secret, 0), EAGAIN, EPERM, ENOMEM);
	return 0;
}
