#include "tests/leaks/kill.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CANNOT_TRACE = 99, SYSCALL_STOP = SIGTRAP | 0x80 };

static void __attribute__((noreturn)) be_traced(const struct kill_plan *plan)
{
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
		_exit(CANNOT_TRACE);
	raise(SIGSTOP);
	plan->run(plan->data);
	_exit(CANNOT_TRACE);
}

static int wait_for(pid_t pid, int *ret_status)
{
	while (waitpid(pid, ret_status, __WALL) < 0)
		if (errno != EINTR)
			return -errno;
	return 0;
}

/* Forks the keeper and has it wait before its first step. */
static pid_t start(const struct kill_plan *plan)
{
	const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
	int status;
	pid_t pid = fork();

	if (pid == 0)
		be_traced(plan);
	if (pid < 0)
		return -errno;
	if (wait_for(pid, &status) < 0 || !WIFSTOPPED(status))
		return -EPERM;
	if (ptrace(PTRACE_SETOPTIONS, pid, NULL, options) < 0) {
		kill(pid, SIGKILL);
		wait_for(pid, &status);
		return -EPERM;
	}
	return pid;
}

static void note_call(pid_t pid, struct kill_result *result)
{
	struct __ptrace_syscall_info info = { .op = PTRACE_SYSCALL_INFO_NONE };

	if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) <= 0)
		return;
	result->entering = info.op == PTRACE_SYSCALL_INFO_ENTRY;
	if (result->entering)
		result->call = (long)info.entry.nr;
}

static int end_by_kill(const struct kill_plan *plan, pid_t pid, struct kill_result *result)
{
	if (plan->going)
		ptrace(PTRACE_SYSCALL, pid, NULL, NULL);
	kill(pid, SIGKILL);
	/* Stops that came before the signal did may still be told. */
	do {
		if (wait_for(pid, &result->status) < 0)
			return -ECHILD;
	} while (WIFSTOPPED(result->status));
	result->killed = WIFSIGNALED(result->status);
	return 0;
}

int kill_run(const struct kill_plan *plan, struct kill_result *ret)
{
	pid_t pid = start(plan);
	long signal = 0;

	*ret = (struct kill_result){ .call = -1 };
	if (pid < 0)
		return pid;
	for (;;) {
		if (ptrace(PTRACE_SYSCALL, pid, NULL, signal) < 0 && errno != ESRCH)
			return -errno;
		if (wait_for(pid, &ret->status) < 0)
			return -ECHILD;
		if (!WIFSTOPPED(ret->status))
			return 0;
		signal = 0;
		if (WSTOPSIG(ret->status) != SYSCALL_STOP) {
			/* exec's event is not a signal; everything else is the keeper's own. */
			signal = ret->status >> 16 ? 0 : WSTOPSIG(ret->status);
			continue;
		}
		note_call(pid, ret);
		if (++ret->stops == plan->stop)
			return end_by_kill(plan, pid, ret);
	}
}

const char *kill_moment(const struct kill_result *result)
{
	static char text[80];
	char *name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, (int)result->call);

	snprintf(text, sizeof(text), "%s %s", result->entering ? "entering" : "leaving",
		name ? name : "?");
	free(name);
	return text;
}
