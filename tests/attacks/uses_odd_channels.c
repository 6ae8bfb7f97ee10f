/* attack: vsock, kernel crypto, packets, keyrings: channels that no network namespace shuts
 * expect: EXITED(0) */
#include "attack.h"
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/syscall.h>

int main(void)
{
	const int families[] = { AF_VSOCK, AF_ALG, AF_PACKET, AF_BLUETOOTH, AF_CAN, AF_TIPC, AF_XDP,
		AF_RDS, AF_KEY, AF_QIPCRTR };

	for (int i = 0; i < sizeof(families) / sizeof(*families); i++) {
		REFUSED(i + 1, socket(families[i], SOCK_STREAM, 0), EPERM, EAFNOSUPPORT,
			EPROTONOSUPPORT, ESOCKTNOSUPPORT);
		REFUSED(i + 21, socket(families[i], SOCK_SEQPACKET, 0), EPERM, EAFNOSUPPORT,
			EPROTONOSUPPORT, ESOCKTNOSUPPORT);
	}
	REFUSED(51, socket(AF_INET, SOCK_RAW, IPPROTO_ICMP), EPERM);
	REFUSED(52, syscall(SYS_add_key, "user", "attack", "x", 1, -3), EPERM);
	REFUSED(53, syscall(SYS_request_key, "user", "attack", 0, 0), EPERM);
	REFUSED(54, syscall(SYS_keyctl, 0, -3, 0), EPERM);
	return 0;
}
