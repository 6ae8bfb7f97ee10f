/*
 * A task of the box that is held by ptrace(2), to ask the kernel what only the task
 * itself may ask, or to see where it runs.
 *
 * The caller's steps, in a process that ends soon after (its end lets go of
 * every task that was seized and not interrupted):
 *
 *	tracee_seize(&tracee, tid);    the task does not notice
 *	tracee_hold(&tracee);          it is stopped; its call is interrupted
 *	tracee_call(&tracee, …);       it makes a system call of ours
 *	tracee_let_go(&tracee);        its call goes on as if nothing had been
 *
 * A call that was interrupted is begun again, also one that the kernel would let fail
 * with EINTR (signal(7): epoll_wait, semop, sigtimedwait): with the same
 * arguments it would still block, so nobody can tell.  Not so a write of which a part
 * was done, nor a wait with a relative time-out: do not hold a task in those.
 *
 * Functions return 0 or a negative errno.  x86-64 only, as the filter is.
 *
 * Source: ptrace(2); arch/x86/kernel/signal.c on the restart of a call.
 */
#ifndef PROCTOR_SANDBOX_TRACEE_H
#define PROCTOR_SANDBOX_TRACEE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/user.h>

/* Bytes of the instruction that makes a system call: 0f 05. */
enum { TRACEE_SYSCALL = 2 };

struct tracee {
	pid_t tid;
	bool held; /* in a stop of ours, all its signals blocked */
	struct user_regs_struct saved; /* as it was when it was stopped */
	uint64_t mask; /* its blocked signals then */
};

int tracee_seize(struct tracee *tracee, pid_t tid);

/*
 * Stops it and blocks its signals.  -EAGAIN: it was just stopping for another reason
 * (a signal), and has been let go with it; -ESRCH: it is gone.
 */
int tracee_hold(struct tracee *tracee);

/* Whether it was stopped in this system call, which now waits to be begun again. */
bool tracee_was_in(const struct tracee *tracee, int call);

/*
 * Has it make a call whose last argument points to `size` bytes, at most 256, which
 * are copied to `ret`; the ones before are numbers.  For calls that never block.
 */
int tracee_call(struct tracee *tracee, long call, const unsigned long *numbers, size_t count,
	void *ret, size_t size);

/*
 * Goes on by one instruction, or by one system call as a whole; fills its registers
 * then.  -EINPROGRESS: the call sleeps, and has been interrupted.
 */
int tracee_step(struct tracee *tracee, struct user_regs_struct *ret);

/* Puts everything back as it was when it was held and lets it go on. */
void tracee_let_go(struct tracee *tracee);

/* Lets it go on from where the steps have brought it. */
void tracee_leave(struct tracee *tracee);

/* Copies from a task's memory; 0, or -EFAULT when not all of it is there. */
int tracee_peek(pid_t tid, unsigned long address, void *ret, size_t size);

#endif
