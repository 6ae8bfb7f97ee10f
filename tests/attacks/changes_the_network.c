/* attack: low ports, interfaces, routes
 * expect: EXITED(0)
 * own: yes */
#include "attack.h"
#include <arpa/inet.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

int main(void)
{
	struct sockaddr_in low = { AF_INET, htons(25) };
	struct ifreq loopback = { .ifr_name = "lo",
		.ifr_flags = IFF_UP | IFF_RUNNING | IFF_LOOPBACK };
	/* An index that no interface has: nothing happens should it be allowed. */
	struct {
		struct nlmsghdr head;
		struct ifinfomsg body;
	} change = { { sizeof(change), RTM_DELLINK, NLM_F_REQUEST | NLM_F_ACK },
		{ .ifi_index = 9999 } };
	char answer[1024];
	int fd = socket(AF_INET, SOCK_STREAM, 0),
	    netlink = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);

	REFUSED(1, bind(fd, (void *)&low, sizeof(low)), EACCES);
	REFUSED(2, ioctl(fd, SIOCSIFFLAGS, &loopback), EPERM);
	if (netlink < 0)
		return 0;
	send(netlink, &change, sizeof(change), 0);
	BREAK_IF(3, recv(netlink, answer, sizeof(answer), 0) < NLMSG_HDRLEN + sizeof(int));
	BREAK_IF(4, *(int *)NLMSG_DATA(answer) != -EPERM);
	return 0;
}
