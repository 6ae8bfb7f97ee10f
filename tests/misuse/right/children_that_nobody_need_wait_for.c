#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	signal(SIGCHLD, SIG_IGN);
	for (int i = 0; i < 3; i++)
		if (fork() == 0)
			_exit(0);
	/* It comes back when all are gone: wait(2). */
	return wait(NULL) == -1 && errno == ECHILD ? 0 : 1;
}
