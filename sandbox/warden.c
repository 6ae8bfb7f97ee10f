#include "sandbox/warden.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/cgroup.h"

/* Where the warden keeps the keeper's pidfd; it has no other descriptor. */
enum { KEEPER = 3 };

/* How long init may take to clean up: a million files take as long. */
enum { PATIENCE_MS = 5000 };

static void __attribute__((noreturn))
watch(int keeper, const struct hierarchy where[HIERARCHY_CONTROLLERS])
{
	struct pollfd polled = { .fd = KEEPER, .events = POLLIN };
	sigset_t all;

	/* A Ctrl-C at the terminal is the keeper's. */
	setsid();
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	prctl(PR_SET_NAME, "proctor-warden");
	/* It lives as long as the keeper: an end of a pipe kept here would hide its EOF. */
	if (dup2(keeper, KEEPER) < 0)
		_exit(1);
	close_range(KEEPER + 1, ~0U, 0);
	close_range(0, KEEPER - 1, 0);
	if (open("/dev/null", O_RDWR) != 0 || dup2(0, 1) < 0 || dup2(0, 2) < 0)
		_exit(1);
	while (poll(&polled, 1, -1) < 0 && errno == EINTR)
		;
	cgroup_sweep(where, PATIENCE_MS);
	_exit(0);
}

/* Whose warden it is: a fork of the keeper is another keeper. */
static pid_t keeper_of_it;
static pid_t warden;
static unsigned needed;

static int start(const struct hierarchy where[HIERARCHY_CONTROLLERS])
{
	int keeper = (int)syscall(SYS_pidfd_open, getpid(), 0);
	pid_t pid;

	if (keeper < 0)
		return -errno;
	pid = fork();
	if (pid == 0)
		watch(keeper, where);
	close(keeper);
	if (pid < 0)
		return -errno;
	warden = pid;
	return 0;
}

int warden_start(const struct hierarchy where[HIERARCHY_CONTROLLERS])
{
	int error = 0;

	if (keeper_of_it != getpid())
		needed = 0;
	if (needed == 0)
		error = start(where);
	if (error)
		return error;
	keeper_of_it = getpid();
	needed++;
	return 0;
}

void warden_stop(void)
{
	if (keeper_of_it != getpid() || needed == 0 || --needed > 0)
		return;
	kill(warden, SIGKILL);
	while (waitpid(warden, NULL, 0) < 0 && errno == EINTR)
		;
}
