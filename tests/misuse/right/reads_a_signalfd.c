#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>

int main(void)
{
	struct signalfd_siginfo info;
	sigset_t user;
	int fd;

	sigemptyset(&user);
	sigaddset(&user, SIGUSR1);
	sigprocmask(SIG_BLOCK, &user, NULL);
	fd = signalfd(-1, &user, SFD_CLOEXEC);
	printf("waiting\n");
	if (read(fd, &info, sizeof(info)) != sizeof(info))
		return 1;
	printf("signal %u\n", info.ssi_signo);
	return info.ssi_signo == SIGUSR1 ? 0 : 1;
}
