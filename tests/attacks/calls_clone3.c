/* attack: clone3, whose flags no filter reads: libc must hear ENOSYS, and fall back
 * expect: EXITED(0) */
#include "attack.h"
#include <linux/sched.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static void *nothing(void *unused)
{
	return unused;
}

int main(void)
{
	struct clone_args args = { .flags = CLONE_NEWUSER, .exit_signal = SIGCHLD };
	char *const argv[] = { "true", NULL };
	pthread_t thread;
	pid_t pid;
	int status = 1;

	REFUSED(1, syscall(SYS_clone3, &args, sizeof(args)), ENOSYS);
	REFUSED(2, syscall(SYS_clone3, 0, 0), ENOSYS);
	BREAK_IF(3, pthread_create(&thread, 0, nothing, 0) != 0 || pthread_join(thread, 0) != 0);
	BREAK_IF(4, posix_spawnp(&pid, "true", 0, 0, argv, 0) != 0);
	BREAK_IF(5, waitpid(pid, &status, 0) != pid || status != 0);
	return 0;
}
