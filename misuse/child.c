/*
 * Children: who was started where, and who was never waited for.
 */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "misuse/misuse.h"
#include "misuse/tracing.h"

enum { CHILDREN = 256 };

static struct {
	_Atomic pid_t pid; /* 0: free */
	uintptr_t place;
} children[CHILDREN];

static _Atomic uintptr_t last_wait; /* that fetched a child; 0: none did */
static _Atomic uintptr_t last_pipe; /* that was closed since a child was started; 0: none was */
static _Atomic uintptr_t failed_fork; /* of the last one, when it failed */

void misuse_child_add(pid_t pid, uintptr_t place)
{
	for (int i = 0; i < CHILDREN; i++) {
		pid_t none = 0;

		if (atomic_compare_exchange_strong(&children[i].pid, &none, pid)) {
			children[i].place = place;
			return;
		}
	}
}

static void remove_child(pid_t pid)
{
	for (int i = 0; pid > 0 && i < CHILDREN; i++)
		if (children[i].pid == pid)
			children[i].pid = 0;
}

void misuse_children_forget(void)
{
	for (int i = 0; i < CHILDREN; i++)
		children[i].pid = 0;
	last_wait = 0;
	last_pipe = 0;
}

void misuse_children_pipe_closed(uintptr_t place)
{
	if (place)
		last_pipe = place;
}

/* The kernel's word, not ours: a child may have been waited for by a way that we do not see. */
static bool is_ours_still(pid_t pid)
{
	siginfo_t info;

	return syscall(SYS_waitid, P_PID, pid, &info, WEXITED | WNOHANG | WNOWAIT, NULL) == 0;
}

/* With SIGCHLD ignored nobody need wait: wait(2). */
static bool are_reaped_by_the_kernel(void)
{
	struct sigaction action;

	return sigaction(SIGCHLD, NULL, &action) == 0 &&
	       (action.sa_handler == SIG_IGN || (action.sa_flags & SA_NOCLDWAIT));
}

void misuse_children_end(void)
{
	for (int i = 0; i < CHILDREN; i++)
		if (children[i].pid && is_ours_still(children[i].pid) &&
			!are_reaped_by_the_kernel())
			misuse_note("left", MISUSE_NUMBER(children[i].pid),
				MISUSE_PLACE(children[i].place), MISUSE_PLACE(last_wait),
				MISUSE_PLACE(last_pipe));
}

/*** starting ***/

MISUSE_NEXT(fork);
MISUSE_NEXT(_Fork);
MISUSE_NEXT(setsid);
MISUSE_NEXT(daemon);

static void started(pid_t pid, uintptr_t place)
{
	misuse_child_add(pid, place);
	last_pipe = 0;
	misuse_trace_child(pid);
}

static pid_t start(pid_t (*next)(void), uintptr_t place)
{
	pid_t pid;
	int error;

	misuse_stream_forking(place);
	pid = next();
	error = errno;
	if (pid == 0)
		misuse_begin_child();
	else if (pid > 0 && misuse_is_at_home())
		started(pid, place);
	failed_fork = pid < 0 ? place : 0;
	errno = error;
	return pid;
}

/* vfork(2) is not touched: no function that returns can stand before it. */
MISUSE_API pid_t fork(void)
{
	return start(misuse_next(fork), MISUSE_HERE);
}

/* The name by which libc knows it too. */
pid_t __fork(void);

MISUSE_API pid_t __fork(void)
{
	return start(misuse_next(fork), MISUSE_HERE);
}

MISUSE_API pid_t _Fork(void)
{
	return start(misuse_next(_Fork), MISUSE_HERE);
}

MISUSE_API pid_t setsid(void)
{
	pid_t session = misuse_next(setsid)();

	if (session > 0 && MISUSE_HERE)
		misuse_log("session", NULL, 0);
	return session;
}

/* The process that calls it is not the one that goes on. */
MISUSE_API int daemon(int stay, int keep)
{
	int result;

	misuse_stream_forking(MISUSE_HERE);
	misuse_log("session", NULL, 0);
	result = misuse_next(daemon)(stay, keep);
	if (result == 0)
		misuse_begin_child();
	return result;
}

/*** waiting ***/

MISUSE_NEXT(wait);
MISUSE_NEXT(waitpid);
MISUSE_NEXT(wait3);
MISUSE_NEXT(wait4);

/* A stop or a continue is reported too, and does not reap. */
static bool has_ended(int status)
{
	return WIFEXITED(status) || WIFSIGNALED(status);
}

static void waited(pid_t pid, int status, const char *call, uintptr_t place)
{
	if (pid <= 0 || !has_ended(status))
		return;
	remove_child(pid);
	if (place && misuse_is_at_home())
		last_wait = place;
	misuse_trace_waited(pid, status, call);
}

MISUSE_API pid_t wait(int *status)
{
	int told = 0;
	pid_t pid = misuse_next(wait)(status ? status : &told);

	waited(pid, status ? *status : told, "wait", MISUSE_HERE);
	return pid;
}

MISUSE_API pid_t waitpid(pid_t wanted, int *status, int options)
{
	int told = 0;
	pid_t pid = misuse_next(waitpid)(wanted, status ? status : &told, options);

	waited(pid, status ? *status : told, "waitpid", MISUSE_HERE);
	return pid;
}

MISUSE_API pid_t wait3(int *status, int options, struct rusage *usage)
{
	int told = 0;
	pid_t pid = misuse_next(wait3)(status ? status : &told, options, usage);

	waited(pid, status ? *status : told, "wait3", MISUSE_HERE);
	return pid;
}

MISUSE_API pid_t wait4(pid_t wanted, int *status, int options, struct rusage *usage)
{
	int told = 0;
	pid_t pid = misuse_next(wait4)(wanted, status ? status : &told, options, usage);

	waited(pid, status ? *status : told, "wait4", MISUSE_HERE);
	return pid;
}

/*** kill(2) with what a failed fork() returned ***/

MISUSE_NEXT(kill);

MISUSE_API int kill(pid_t pid, int number)
{
	uintptr_t place = MISUSE_HERE;

	if (pid == -1 && number != 0 && place && failed_fork)
		misuse_note("kill-all", MISUSE_PLACE(place), MISUSE_PLACE(failed_fork));
	return misuse_next(kill)(pid, number);
}
