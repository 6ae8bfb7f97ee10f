#include "sandbox/network.h"

#include <errno.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/policy.h"

int network_enter(void)
{
	return unshare(CLONE_NEWNET) < 0 ? -errno : 0;
}

int network_follow(void)
{
	int fd = (int)syscall(SYS_pidfd_open, getpid(), 0);
	int error = 0;

	if (fd < 0)
		return -errno;
	if (syscall(SYS_setns, fd, CLONE_NEWNET, POLICY_SETNS_MARK) < 0)
		error = -errno;
	close(fd);
	return error;
}

int network_raise_loopback(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int error = 0;

	if (fd < 0)
		return -errno;
	if (ioctl(fd, SIOCSIFFLAGS, &request) < 0)
		error = -errno;
	close(fd);
	return error;
}
