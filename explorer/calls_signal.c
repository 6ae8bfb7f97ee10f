/*
 * Signals: dispositions, masks, sending, and waiting for one.
 *
 * The kernel delivers them, and only to whoever goes on: all are blocked while a
 * task waits for the token.  Handlers run behind one of ours, which knows what the
 * sender knew.
 */
#include <errno.h>
#include <signal.h>

#include "explorer/calls.h"
#include "explorer/raw.h"

enum {
	SIGNALS = 65,
	RESTART = 0x10000000,
	RESET = (int)0x80000000,
	SIGINFO = 4,
	RESTORER = 0x04000000
};

struct kernel_sigaction {
	union {
		void (*handler)(int);
		void (*action)(int, siginfo_t *, void *);
	};
	unsigned long flags;
	void (*restorer)(void);
	uint64_t mask;
};

void __restore_rt(void) HIDDEN;

/* As the program has set them; exec resets the handled ones, with this memory. */
static struct kernel_sigaction actions[SIGNALS];

static const uint64_t sys_bit = 1ULL << (SIGSYS - 1);

static object_key our_key(void)
{
	return key_make(KEY_SIGNALS, (uint64_t)our_process()->pid, 0);
}

uint64_t signals_that_matter(void)
{
	static const uint64_t quiet = 1ULL << (SIGCHLD - 1) | 1ULL << (SIGURG - 1) |
				      1ULL << (SIGWINCH - 1) | 1ULL << (SIGCONT - 1);
	const struct process *process = our_process();

	return (~quiet | process->handles) & ~process->ignores & ~sys_bit;
}

bool signals_restart(const ucontext_t *context)
{
	uint64_t pending = 0, mask;

	copy(&mask, &context->uc_sigmask, sizeof(mask));
	raw(SYS_rt_sigpending, &pending, sizeof(pending));
	pending &= ~mask & signals_that_matter();
	for (int number = 1; number < SIGNALS; number++)
		if ((pending >> (number - 1) & 1) && !(actions[number].flags & RESTART))
			return false;
	return true;
}

/*** handlers ***/

static void on_signal(int number, siginfo_t *info, void *context)
{
	struct kernel_sigaction action = actions[number];
	unsigned inside = self.inside, depth = self.depth;
	bool in_call = self.in_call;

	if (action.flags & (unsigned long)RESET) {
		actions[number] = (struct kernel_sigaction){ .handler = SIG_DFL };
		our_process()->handles &= ~(1ULL << (number - 1));
	}
	clock_join(&me()->clock, &our_process()->signals);
	me()->patient = false; /* whoever has asked in vain does something else now */
	me()->repeats = 0;
	self.inside = 0;
	self.in_call = false;
	if (action.flags & SIGINFO)
		action.action(number, info, context);
	else
		action.handler(number);
	self.inside = inside;
	self.in_call = in_call;
	self.depth = depth;
}

static void note_disposition(int number, const struct kernel_sigaction *action)
{
	uint64_t bit = 1ULL << (number - 1);
	struct process *process = our_process();

	process->ignores &= ~bit;
	process->handles &= ~bit;
	if (action->handler == SIG_IGN)
		process->ignores |= bit;
	else if (action->handler != SIG_DFL)
		process->handles |= bit;
}

static long on_sigaction(struct call *call)
{
	int number = (int)call->args[0];
	const struct kernel_sigaction *wanted = (void *)call->args[1]; /* NOLINT */
	struct kernel_sigaction *before = (void *)call->args[2]; /* NOLINT */
	struct kernel_sigaction old, real;
	long error;

	if (number < 1 || number >= SIGNALS)
		return -EINVAL;
	old = actions[number];
	if (wanted) {
		real = *wanted;
		if (real.handler != SIG_IGN && real.handler != SIG_DFL) {
			real.action = on_signal;
			real.flags |= SIGINFO | RESTORER;
			real.restorer = __restore_rt;
		}
		real.mask &= ~sys_bit;
		error = number == SIGSYS ? 0 : raw(SYS_rt_sigaction, number, &real, 0, 8);
		if (error < 0)
			return error;
		actions[number] = *wanted;
		note_disposition(number, wanted);
	}
	if (before)
		*before = old;
	return 0;
}

static long on_sigprocmask(struct call *call)
{
	const uint64_t *set = (void *)call->args[1]; /* NOLINT */
	uint64_t *old = (void *)call->args[2]; /* NOLINT */
	uint64_t mask, before;

	copy(&before, &call->context->uc_sigmask, sizeof(before));
	mask = before;
	if (set && call->args[0] == SIG_BLOCK)
		mask |= *set;
	else if (set && call->args[0] == SIG_UNBLOCK)
		mask &= ~*set;
	else if (set && call->args[0] == SIG_SETMASK)
		mask = *set;
	else if (set)
		return -EINVAL;
	mask &= ~sys_bit;
	copy(&call->context->uc_sigmask, &mask, sizeof(mask));
	me()->mask = mask;
	if (old)
		*old = before;
	return 0;
}

/*** sending ***/

/* Whom a number means, as kill(2) has it; -1, everybody, is refused. */
static bool is_meant(const struct process *process, long pid)
{
	if (process->buried || process->pid <= 0)
		return false;
	if (pid > 0)
		return process->pid == pid;
	return raw(SYS_getpgid, process->pid) == (pid == 0 ? raw(SYS_getpgid, 0) : -pid);
}

static long send(struct call *call, long pid, int number)
{
	struct masked masked = step_begin(OP_SIGNAL, 0, call->place);
	bool dying[ARENA_PROCESSES] = { false };
	long result;

	if (call_interrupted(call)) {
		call->again = true;
		step_asked(&masked, 0);
		return 0;
	}
	for (unsigned i = 0; i < ARENA->processes_count; i++) {
		struct process *process = &ARENA->processes[i];

		if (number <= 0 || !is_meant(process, pid))
			continue;
		clock_release_into(&process->signals);
		/* Of any other it dies when it goes on: they wait with all signals blocked. */
		dying[i] = process != our_process() && number == SIGKILL;
	}
	result = call_make(call);
	if (result == -ESRCH) /* whoever it was has ended, and been reaped */
		clock_join(&me()->clock, &ARENA->ended);
	for (unsigned i = 0; i < ARENA->processes_count && result == 0; i++) {
		if (!dying[i])
			continue;
		step_await_death(ARENA->processes[i].pid);
		schedule_bury(ARENA, i);
	}
	/* Whatever they wait in may be interrupted. */
	step_end(&masked, KEY_ANYTHING, result);
	return result;
}

static long on_kill(struct call *call)
{
	if (call->args[0] == -1)
		return -EPERM;
	return send(call, call->args[0], (int)call->args[1]);
}

static long on_tkill(struct call *call)
{
	return send(call, our_process()->pid, (int)call->args[1]);
}

static long on_tgkill(struct call *call)
{
	return send(call, call->args[0], (int)call->args[2]);
}

static long on_sigqueue(struct call *call)
{
	return send(call, call->args[0], (int)call->args[1]);
}

/*** waiting for one ***/

static uint64_t pending_signals(void)
{
	uint64_t pending = 0;

	raw(SYS_rt_sigpending, &pending, sizeof(pending));
	return pending;
}

bool signals_let_in(uint64_t mask)
{
	mask &= ~sys_bit;
	if (!(pending_signals() & ~mask & signals_that_matter()))
		return false;
	raw(SYS_rt_sigsuspend, &mask, sizeof(mask));
	return true;
}

/* With another mask until a handler has run: sigsuspend(2). */
static long suspend(struct call *call, uint64_t mask)
{
	struct masked masked = step_begin(OP_SIGNAL_WAIT, our_key(), call->place);

	if (call_interrupted(call)) {
		call->again = true;
		step_asked(&masked, 0);
		return 0;
	}
	me()->mask = mask;
	while (!signals_let_in(mask))
		step_wait(OP_SIGNAL_WAIT, our_key());
	step_end(&masked, 0, -EINTR);
	return -EINTR;
}

static long on_sigsuspend(struct call *call)
{
	uint64_t mask;

	copy(&mask, (const void *)call->args[0], sizeof(mask)); /* NOLINT */
	return suspend(call, mask);
}

static long on_pause(struct call *call)
{
	uint64_t mask;

	copy(&mask, &call->context->uc_sigmask, sizeof(mask));
	return suspend(call, mask);
}

/* A signal of the set is taken, and no handler runs: sigwaitinfo(2). */
static long on_sigtimedwait(struct call *call)
{
	static const struct timespec none;
	const struct timespec *timeout = (void *)call->args[2]; /* NOLINT */
	struct masked masked = step_begin(OP_SIGNAL_WAIT, our_key(), call->place);
	uint64_t until = timeout ? ARENA->now_ns + (uint64_t)timeout->tv_sec * 1000000000ULL +
					   (uint64_t)timeout->tv_nsec
				 : 0;
	long result;

	for (;;) {
		result = raw(SYS_rt_sigtimedwait, call->args[0], call->args[1], &none, 8);
		if (result != -EAGAIN)
			break;
		if (call_interrupted(call)) {
			result = -EINTR;
			break;
		}
		if (!timeout)
			step_wait(OP_SIGNAL_WAIT, our_key());
		else if (!step_wait_until(OP_SIGNAL_WAIT, our_key(), until))
			break;
	}
	if (result > 0)
		clock_join(&me()->clock, &our_process()->signals);
	step_end(&masked, 0, result);
	return result;
}

const struct call_entry calls_signal[] = {
	{ SYS_rt_sigaction, on_sigaction },
	{ SYS_rt_sigprocmask, on_sigprocmask },
	{ SYS_kill, on_kill },
	{ SYS_tkill, on_tkill },
	{ SYS_tgkill, on_tgkill },
	{ SYS_rt_sigqueueinfo, on_sigqueue },
	{ SYS_rt_sigsuspend, on_sigsuspend },
	{ SYS_pause, on_pause },
	{ SYS_rt_sigtimedwait, on_sigtimedwait },
	{ -1, NULL },
};
