/* box: the loopback interface is up, and there is no other
 * expect: EXITED(0) */
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t length = sizeof(address);
	int server = socket(AF_INET, SOCK_STREAM, 0);
	int client = socket(AF_INET, SOCK_STREAM, 0);
	struct if_nameindex *all = if_nameindex();

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(server, (struct sockaddr *)&address, length) < 0 || listen(server, 1) < 0 ||
		getsockname(server, (struct sockaddr *)&address, &length) < 0 ||
		connect(client, (struct sockaddr *)&address, length) < 0)
		return 1;
	return all && all[0].if_index && all[1].if_index == 0 ? 0 : 2;
}
