/*
 * Every system call outside of the runtime's text: caught by syscall user
 * dispatch, in a handler of SIGSYS that runs with all signals blocked.
 *
 * The handler's own return must come from inside the text that is let through, or
 * it would be caught in its turn; so handlers get a restorer of ours.  What is changed of
 * the signal mask is changed in the context that the handler returns to.
 *
 * Source: the kernel's syscall-user-dispatch.rst, sigaction(2), sigreturn(2).
 */
#include <errno.h>
#include <link.h>
#include <signal.h>
#include <sys/prctl.h>

#include "explorer/calls.h"
#include "explorer/raw.h"

/* <linux/prctl.h>, which <sys/prctl.h> of glibc 2.36 has. */
#ifndef PR_SET_SYSCALL_USER_DISPATCH
#error "needs the headers of a kernel of 5.11 or later"
#endif

enum { NUMBERS = 512 };
static call_handler *handlers[NUMBERS];

/* Those that nobody else can notice, and that never wait. */
static const short harmless[] = { SYS_lseek, SYS_mprotect, SYS_brk, SYS_rt_sigpending,
	SYS_sigaltstack, SYS_madvise, SYS_mincore, SYS_msync, SYS_getpid, SYS_socket,
	SYS_getsockname, SYS_getpeername, SYS_setsockopt, SYS_getsockopt, SYS_uname, SYS_getcwd,
	SYS_chdir, SYS_fchdir, SYS_chmod, SYS_fchmod, SYS_fchmodat, SYS_chown, SYS_fchown,
	SYS_lchown, SYS_fchownat, SYS_umask, SYS_getrlimit, SYS_setrlimit, SYS_prlimit64,
	SYS_getrusage, SYS_sysinfo, SYS_times, SYS_getuid, SYS_getgid, SYS_geteuid, SYS_getegid,
	SYS_setpgid, SYS_getpgrp, SYS_setsid, SYS_getgroups, SYS_getresuid, SYS_getresgid,
	SYS_getpgid, SYS_getsid, SYS_statfs, SYS_fstatfs, SYS_getpriority, SYS_setpriority,
	SYS_sched_getparam, SYS_sched_getscheduler, SYS_sched_get_priority_max,
	SYS_sched_get_priority_min, SYS_sched_getaffinity, SYS_sched_setaffinity,
	SYS_sched_setscheduler, SYS_mlock, SYS_munlock, SYS_prctl, SYS_arch_prctl, SYS_gettid,
	SYS_set_tid_address, SYS_set_robust_list, SYS_get_robust_list, SYS_fadvise64, SYS_utimensat,
	SYS_fsync, SYS_fdatasync, SYS_getrandom, SYS_memfd_create, SYS_eventfd, SYS_eventfd2,
	SYS_epoll_create, SYS_epoll_create1, SYS_getcpu, SYS_rseq, SYS_clock_getres, SYS_getxattr,
	SYS_pidfd_open, SYS_membarrier, SYS_socketpair, SYS_signalfd, SYS_signalfd4 };

long call_make(const struct call *call)
{
	return raw(call->number, call->args[0], call->args[1], call->args[2], call->args[3],
		call->args[4], call->args[5]);
}

static long make_harmless(struct call *call)
{
	return call_make(call);
}

static void fill(const struct call_entry *entries)
{
	for (; entries->number >= 0; entries++)
		handlers[entries->number] = entries->handler;
}

static void fill_table(void)
{
	static const struct call_entry *const families[] = { calls_transfer, calls_write,
		calls_open, calls_socket, calls_ready, calls_lock, calls_name, calls_memory,
		calls_process, calls_signal, calls_time, calls_futex, calls_ipc };

	for (size_t i = 0; i < sizeof(harmless) / sizeof(*harmless); i++)
		handlers[harmless[i]] = make_harmless;
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++)
		fill(families[i]);
}

/*** waiting ***/

static uint64_t mask_of(const struct call *call)
{
	uint64_t mask;

	copy(&mask, &call->context->uc_sigmask, sizeof(mask));
	return mask;
}

static uint64_t waiting_signals(const struct call *call)
{
	uint64_t pending = 0;

	raw(SYS_rt_sigpending, &pending, sizeof(pending));
	return pending & ~mask_of(call) & signals_that_matter();
}

bool call_interrupted(const struct call *call)
{
	return waiting_signals(call) != 0;
}

long call_blocking_until(struct call *call, enum operation operation, object_key key,
	uint64_t until_ns, call_handler *try)
{
	struct masked masked = step_begin(operation, key, call->place);
	long result;

	if (waiting_signals(call)) {
		call->again = true;
		step_asked(&masked, 0);
		return 0;
	}
	me()->descriptor = (int32_t)call->args[0];
	while ((result = try(call)) == CALL_BLOCKS) {
		if (waiting_signals(call)) {
			/* A call with a time-out of its own is not restarted: signal(7). */
			call->again = until_ns == 0 && signals_restart(call->context);
			step_asked(&masked, -EINTR);
			return -EINTR;
		}
		if (until_ns == 0) {
			step_wait(operation, key);
		} else if (!step_wait_until(operation, key, until_ns)) {
			step_end(&masked, 0, -EAGAIN);
			return -EAGAIN;
		}
	}
	if (result == -EAGAIN)
		step_asked(&masked, result);
	else
		step_end(&masked, key, result);
	return result;
}

long call_blocking(struct call *call, enum operation operation, object_key key, call_handler *try)
{
	return call_blocking_until(call, operation, key, 0, try);
}

/*** the handler ***/

static long answer(struct call *call)
{
	call_handler *handler =
		call->number >= 0 && call->number < NUMBERS ? handlers[call->number] : NULL;

	if (!handler) {
		limit_note(EXPLORE_LIMIT_CALL, (int)call->number);
		handler = make_harmless;
	}
	return handler(call);
}

static void on_call(int number, siginfo_t *info, void *data)
{
	ucontext_t *context = data;
	greg_t *regs = context->uc_mcontext.gregs;
	struct call call = {
		.number = regs[REG_RAX],
		.args = { regs[REG_RDI], regs[REG_RSI], regs[REG_RDX], regs[REG_R10], regs[REG_R8],
			regs[REG_R9] },
		.context = context,
	};
	bool in_call;
	long result;

	(void)number;
	(void)info;
	self.inside++;
	in_call = self.in_call;
	self.in_call = true;
	copy(&me()->mask, &context->uc_sigmask, sizeof(me()->mask));
	call.place = place_above((uint64_t)regs[REG_RSP]);
	result = answer(&call);
	self.in_call = in_call;
	self.inside--;
	if (call.again) {
		regs[REG_RIP] -= 2; /* back onto the instruction, with its number */
		regs[REG_RAX] = call.number;
	} else {
		regs[REG_RAX] = result;
	}
}

/*** setting up ***/

/* struct sigaction as the kernel has it: sigaction(2), C library/kernel differences. */
struct kernel_sigaction {
	void (*handler)(int, siginfo_t *, void *);
	unsigned long flags;
	void (*restorer)(void);
	uint64_t mask;
};

/* Debuggers go on beyond a handler where they find this name and these very bytes. */
__asm__(".text\n"
	".globl __restore_rt\n"
	".hidden __restore_rt\n"
	".type __restore_rt, @function\n"
	"__restore_rt:\n"
	"	mov $15, %rax\n" /* rt_sigreturn */
	"	syscall\n"
	".size __restore_rt, . - __restore_rt\n");
void __restore_rt(void) HIDDEN;

/* The segment of the runtime that is executed. */
static int find_text(struct dl_phdr_info *info, size_t size, void *data)
{
	uint64_t *range = data;
	uint64_t here = (uint64_t)(uintptr_t)&on_call;

	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
		uint64_t from = info->dlpi_addr + segment->p_vaddr;

		if (segment->p_type == PT_LOAD && here >= from && here < from + segment->p_memsz) {
			range[0] = from;
			range[1] = segment->p_memsz;
			return 1;
		}
	}
	return 0;
}

void dispatch_arm(void)
{
	enum { NEEDS_SIGINFO = 4, NEEDS_RESTORER = 0x04000000, NO_DEFER = 0x40000000 };
	static uint64_t range[2];
	struct kernel_sigaction action = {
		.handler = on_call,
		.flags = NEEDS_SIGINFO | NEEDS_RESTORER | NO_DEFER,
		.restorer = __restore_rt,
		.mask = ~(1ULL << (SIGSYS - 1)),
	};

	if (range[0] == 0) {
		fill_table();
		dl_iterate_phdr(find_text, range);
	}
	raw(SYS_rt_sigaction, SIGSYS, &action, 0, 8);
	self.selector = SYSCALL_DISPATCH_FILTER_BLOCK;
	if (raw(SYS_prctl, PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, range[0], range[1],
		    &self.selector) < 0)
		limit_note(EXPLORE_LIMIT_DISPATCH, 0);
}
