/* attack: looks for the host's log, to flood it
 * expect: EXITED(0)
 * plain: not held: a socket of the host can be spoken to by whoever may write to it */
#include "attack.h"
#include <sys/klog.h>
#include <sys/socket.h>
#include <sys/un.h>

int main(void)
{
	const char *paths[] = { "/dev/log", "/run/systemd/journal/dev-log",
		"/run/systemd/journal/socket", "/var/run/syslog" };

	for (int i = 0; i < 4; i++) {
		struct sockaddr_un address = { .sun_family = AF_UNIX };

		strcpy(address.sun_path, paths[i]);
		REFUSED(i + 1,
			connect(socket(AF_UNIX, SOCK_DGRAM, 0), (void *)&address, sizeof(address)),
			ENOENT, EACCES);
	}
	REFUSED(5, klogctl(3, (char[64]){ 0 }, 64), EPERM);
	return 0;
}
