#include "sandbox/network.h"

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
#include <sys/wait.h>
#include <unistd.h>

enum { STACK = 16 << 10 };

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

static void fill_in(struct network *network)
{
	if (unshare(CLONE_NEWNET) < 0) {
		network->error = errno;
		return;
	}
	network->error = raise_loopback();
	network->fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (network->fd < 0)
		network->error = errno;
}

/* Runs in init's memory beside it: makes system calls and nothing else. */
static int make(void *data)
{
	struct network *network = data;

	fill_in(network);
	__atomic_store_n(&network->ready, 1, __ATOMIC_RELEASE);
	syscall(SYS_futex, &network->ready, FUTEX_WAKE, 1, NULL, NULL, 0);
	return 0;
}

int network_begin(struct network *network)
{
	static char stack[STACK] __attribute__((aligned(16)));

	*network = (struct network){ .fd = -1 };
	/* No exit signal: this is no death that init's loop should hear of. */
	network->maker = clone(make, stack + STACK, CLONE_VM | CLONE_FILES, network);
	return network->maker < 0 ? -errno : 0;
}

/* Nobody but init's namespace could kill the maker, so it always comes to its end. */
static void wait_until_ready(struct network *network)
{
	while (!__atomic_load_n(&network->ready, __ATOMIC_ACQUIRE))
		syscall(SYS_futex, &network->ready, FUTEX_WAIT, 0, NULL, NULL, 0);
}

int network_join(struct network *network)
{
	int error;

	wait_until_ready(network);
	error = -network->error;
	if (!error && setns(network->fd, CLONE_NEWNET) < 0)
		error = -errno;
	if (network->fd >= 0)
		close(network->fd);
	return error;
}

void network_end(struct network *network)
{
	while (waitpid(network->maker, NULL, __WCLONE) < 0 && errno == EINTR)
		;
}
