#include "sandbox/network.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
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

/* Runs in init's memory beside it: makes system calls and nothing else. */
static int make(void *data)
{
	struct network *network = data;

	if (unshare(CLONE_NEWNET) < 0) {
		network->error = errno;
		return 1;
	}
	network->error = raise_loopback();
	network->fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (network->fd < 0)
		network->error = errno;
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

int network_join(struct network *network)
{
	int error;

	while (waitpid(network->maker, NULL, __WCLONE) < 0)
		if (errno != EINTR)
			return -errno;
	error = -network->error;
	if (!error && setns(network->fd, CLONE_NEWNET) < 0)
		error = -errno;
	if (network->fd >= 0)
		close(network->fd);
	return error;
}
