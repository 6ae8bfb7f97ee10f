#include "tests/leaks/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* The bystander holds the other end: hung up when it is dead. */
static int bystander = -1;

static pid_t start_bystander(void)
{
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;)
		pause();
}

static void __attribute__((noreturn)) watch(pid_t standing_by, pid_t test)
{
	int status = 0;
	pid_t pid;

	do
		pid = waitpid(-1, &status, 0); /* as PID 1 also whatever is left to us */
	while (pid != test && (pid > 0 || errno == EINTR));
	kill(standing_by, SIGKILL);
	if (WIFEXITED(status))
		exit(WEXITSTATUS(status));
	printf("FAIL the test itself was killed by signal %d: a box has ended others' processes\n",
		WTERMSIG(status));
	exit(1);
}

void guard_begin(void)
{
	int ends[2];
	pid_t standing_by, test;

	if (pipe2(ends, O_CLOEXEC) < 0)
		exit(3);
	standing_by = start_bystander();
	close(ends[1]);
	bystander = ends[0];
	test = fork();
	if (standing_by < 0 || test < 0)
		exit(3);
	if (test > 0)
		watch(standing_by, test);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

bool guard_bystander_lives(void)
{
	struct pollfd polled = { .fd = bystander };

	return poll(&polled, 1, 0) == 0;
}
