#include "sandbox/tracee.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "sandbox/tasks.h"

/* The kernel's own codes for "begin the call again": include/linux/errno.h. */
enum { RESTART_FIRST = 512, RESTART_WITHOUT_HANDLER = 514, RESTART_LAST = 516 };

/* A step ends with this signal, for which the kernel would take a handler away if it were blocked.
 */
#define ALL_BUT_STEPS (~(1ULL << (SIGTRAP - 1)))

/* Below the stack pointer, a function without calls may use this much: the x86-64 ABI. */
enum { RED_ZONE = 128, RESULT = 256 };

int tracee_seize(struct tracee *tracee, pid_t tid)
{
	*tracee = (struct tracee){ .tid = tid };
	return ptrace(PTRACE_SEIZE, tid, NULL, NULL) < 0 ? -errno : 0;
}

/* Its next stop. 0, -ESRCH when it has ended. */
static int wait_for_stop(const struct tracee *tracee, int *ret_status)
{
	pid_t pid;

	do {
		pid = waitpid(tracee->tid, ret_status, __WALL);
	} while (pid < 0 && errno == EINTR);
	if (pid < 0)
		return -errno;
	return WIFSTOPPED(*ret_status) ? 0 : -ESRCH;
}

static int set_registers(const struct tracee *tracee, const struct user_regs_struct *registers)
{
	return ptrace(PTRACE_SETREGS, tracee->tid, NULL, registers) < 0 ? -errno : 0;
}

static int set_mask(const struct tracee *tracee, uint64_t mask)
{
	return ptrace(PTRACE_SETSIGMASK, tracee->tid, sizeof(mask), &mask) < 0 ? -errno : 0;
}

int tracee_hold(struct tracee *tracee)
{
	pid_t tid = tracee->tid;
	int status = 0;
	int error;

	if (ptrace(PTRACE_INTERRUPT, tid, NULL, NULL) < 0)
		return -errno;
	error = wait_for_stop(tracee, &status);
	if (error)
		return error;
	if (status >> 8 != (SIGTRAP | PTRACE_EVENT_STOP << 8)) {
		/* A signal that is being delivered, or one that stops the whole process. */
		ptrace(PTRACE_DETACH, tid, NULL, status >> 16 ? 0L : (long)WSTOPSIG(status));
		return -EAGAIN;
	}
	if (ptrace(PTRACE_GETREGS, tid, NULL, &tracee->saved) < 0 ||
		ptrace(PTRACE_GETSIGMASK, tid, sizeof(tracee->mask), &tracee->mask) < 0 ||
		set_mask(tracee, ALL_BUT_STEPS) < 0)
		return -errno;
	tracee->held = true;
	return 0;
}

static bool restarts_by_itself(const struct user_regs_struct *registers)
{
	long result = (long)registers->rax;

	return result >= -RESTART_LAST && result <= -RESTART_FIRST;
}

static bool was_interrupted(const struct user_regs_struct *registers)
{
	return (long)registers->orig_rax >= 0 &&
	       (restarts_by_itself(registers) || (long)registers->rax == -EINTR);
}

bool tracee_was_in(const struct tracee *tracee, int call)
{
	return was_interrupted(&tracee->saved) && (long)tracee->saved.orig_rax == call;
}

static bool at_a_call(const struct tracee *tracee, unsigned long counter)
{
	unsigned char code[TRACEE_SYSCALL];

	return tracee_peek(tracee->tid, counter, code, sizeof(code)) == 0 && code[0] == 0x0f &&
	       code[1] == 0x05;
}

/*
 * Whether it sleeps in a call, and nobody knows for how long.  The state alone does not
 * tell: wait4() shows S before it looks whether it has to.  The kernel tells the call
 * only once the task is off its CPU with that state.
 */
static bool sleeps(const struct tracee *tracee)
{
	struct task task;

	return task_read(tracee->tid, tracee->tid, &task) == 0 && task.state == 'S' &&
	       task.call >= 0;
}

/* The end of a call that may block: there is no event for that, but a state. */
static int wait_for_call(const struct tracee *tracee, int *ret_status)
{
	for (;;) {
		pid_t pid = waitpid(tracee->tid, ret_status, __WALL | WNOHANG);

		if (pid < 0)
			return -errno;
		if (pid > 0)
			return WIFSTOPPED(*ret_status) ? 0 : -ESRCH;
		if (sleeps(tracee))
			break;
		sched_yield();
	}
	ptrace(PTRACE_INTERRUPT, tracee->tid, NULL, NULL);
	return wait_for_stop(tracee, ret_status) ? -ESRCH : -EINPROGRESS;
}

int tracee_step(struct tracee *tracee, struct user_regs_struct *ret)
{
	int status = 0;
	bool call;
	int error;

	if (ptrace(PTRACE_GETREGS, tracee->tid, NULL, ret) < 0)
		return -errno;
	/* Where a call is begun again there is the instruction before, in user mode none yet. */
	call = at_a_call(tracee, ret->rip) ||
	       (was_interrupted(ret) && at_a_call(tracee, ret->rip - TRACEE_SYSCALL));

	if (ptrace(PTRACE_SINGLESTEP, tracee->tid, NULL, NULL) < 0)
		return -errno;
	error = call ? wait_for_call(tracee, &status) : wait_for_stop(tracee, &status);
	if (error == -EINPROGRESS)
		return error;
	if (error) {
		tracee->held = false; /* nobody is there any more */
		return error;
	}
	if (ptrace(PTRACE_GETREGS, tracee->tid, NULL, ret) < 0)
		return -errno;
	/* Its signals are blocked; what comes all the same is a fault of its own. */
	return status >> 8 == SIGTRAP ? 0 : -EFAULT;
}

int tracee_call(struct tracee *tracee, long call, const unsigned long *numbers, size_t count,
	void *ret, size_t size)
{
	struct user_regs_struct registers = tracee->saved;
	unsigned long long *const places[] = { &registers.rdi, &registers.rsi, &registers.rdx };
	unsigned long address = (registers.rsp - RED_ZONE - RESULT) & ~15UL;
	int error;

	/* Only where it made a call itself is there an instruction that makes one. */
	if (!was_interrupted(&registers) || size > RESULT ||
		count >= sizeof(places) / sizeof(*places))
		return -EINVAL;
	if (!at_a_call(tracee, registers.rip - TRACEE_SYSCALL))
		return -EINVAL;
	for (size_t i = 0; i < count; i++)
		*places[i] = numbers[i];
	*places[count] = address;
	registers.rip -= TRACEE_SYSCALL;
	registers.rax = (unsigned long)call;
	registers.orig_rax = -1UL; /* or the kernel would begin its own call again */
	error = set_registers(tracee, &registers);
	if (!error)
		error = tracee_step(tracee, &registers);
	if (error)
		return error;
	if ((long)registers.rax < 0)
		return (int)(long)registers.rax;
	return tracee_peek(tracee->tid, address, ret, size);
}

void tracee_let_go(struct tracee *tracee)
{
	struct user_regs_struct registers = tracee->saved;

	if (!tracee->held)
		return;
	/*
	 * EINTR is for handlers: should a signal have come meanwhile, the kernel sees to it.
	 * And what would go on as restart_syscall(2), as poll() does, goes on as itself.
	 */
	if (was_interrupted(&registers) &&
		(!restarts_by_itself(&registers) || (long)registers.rax == -RESTART_LAST))
		registers.rax = -(unsigned long)RESTART_WITHOUT_HANDLER;
	set_registers(tracee, &registers);
	set_mask(tracee, tracee->mask);
	ptrace(PTRACE_DETACH, tracee->tid, NULL, NULL);
	tracee->held = false;
}

void tracee_leave(struct tracee *tracee)
{
	if (!tracee->held)
		return;
	set_mask(tracee, tracee->mask);
	ptrace(PTRACE_DETACH, tracee->tid, NULL, NULL);
	tracee->held = false;
}

int tracee_peek(pid_t tid, unsigned long address, void *ret, size_t size)
{
	struct iovec local = { ret, size };
	struct iovec remote = { (void *)address, size };
	ssize_t got = process_vm_readv(tid, &local, 1, &remote, 1, 0);

	return got == (ssize_t)size ? 0 : -EFAULT;
}
