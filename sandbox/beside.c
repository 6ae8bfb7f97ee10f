#include "sandbox/beside.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/root.h"

enum { STACK = 16 << 10 };

static void tell(int *word)
{
	__atomic_store_n(word, 1, __ATOMIC_RELEASE);
	syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static void wait_for(const int *word)
{
	while (!__atomic_load_n(word, __ATOMIC_ACQUIRE))
		syscall(SYS_futex, word, FUTEX_WAIT, 0, NULL, NULL, 0);
}

/*** the thread's side ***/

static int raise_loopback(void)
{
	struct ifreq request = { .ifr_flags = IFF_UP | IFF_RUNNING };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int error = 0;

	if (fd < 0)
		return errno;
	strcpy(request.ifr_name, "lo");
	if (ioctl(fd, SIOCSIFFLAGS, &request) < 0)
		error = errno;
	close(fd);
	return error;
}

static void make_network(struct beside *beside)
{
	if (unshare(CLONE_NEWNET) < 0) {
		beside->network_error = errno;
		return;
	}
	beside->network_error = raise_loopback();
	beside->network = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	if (beside->network < 0)
		beside->network_error = errno;
}

static int run(void *data)
{
	struct beside *beside = data;

	make_network(beside);
	tell(&beside->network_made);
	wait_for(&beside->root_changed);
	beside->old_root_error = -root_let_go();
	tell(&beside->old_root_gone);
	return 0;
}

/*** init's side ***/

int beside_begin(struct beside *beside)
{
	static char stack[STACK] __attribute__((aligned(16)));
	/* A thread, so that it is no process of the box and needs no funeral. */
	const int flags = CLONE_THREAD | CLONE_SIGHAND | CLONE_VM | CLONE_FILES | CLONE_FS;

	*beside = (struct beside){ .network = -1 };
	return clone(run, stack + STACK, flags, beside) < 0 ? -errno : 0;
}

int beside_join_network(struct beside *beside)
{
	int error;

	wait_for(&beside->network_made);
	error = -beside->network_error;
	if (!error && setns(beside->network, CLONE_NEWNET) < 0)
		error = -errno;
	if (beside->network >= 0)
		close(beside->network);
	return error;
}

void beside_let_go(struct beside *beside)
{
	tell(&beside->root_changed);
}

int beside_wait(const struct beside *beside)
{
	wait_for(&beside->old_root_gone);
	return -beside->old_root_error;
}
