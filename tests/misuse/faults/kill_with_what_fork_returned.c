/* expect: kill-all */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	struct rlimit none = { 0, 0 };
	pid_t pid;

	setrlimit(RLIMIT_NPROC, &none);
	pid = fork();
	if (pid == 0)
		_exit(0);
	/* One that nobody minds. */
	kill(pid, SIGURG); /* HERE */
	while (wait(NULL) > 0)
		;
	return 0;
}
