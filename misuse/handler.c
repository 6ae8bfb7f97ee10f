/*
 * Handlers, and what they may not do.
 *
 * sigaction(2) and its kin install a trampoline in the handler's place, with the same flags and
 * mask but for SA_SIGINFO, which tells where a signal came from; the program is shown its own
 * handler and flags when it asks.  What the program installed stands in one of two slots a
 * signal, and each slot has trampolines of its own: the kernel's word says which slot is in
 * force, so that a signal meets either the old handler or the new one, as it would without us.
 *
 * A handler may call what is not async-signal-safe as long as the signal never interrupts
 * such a function (signal-safety(7), choice b): behind sigsuspend(2) with the signal blocked
 * everywhere else, say.  So both sides are noted: the call in the handler ("unsafe"), and a call
 * outside of it at a moment when the signal could have come ("open").  Only both together are a
 * fault.
 */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "misuse/handler.h"
#include "misuse/misuse.h"
#include "misuse/tracing.h"

typedef void any_handler(int signal, siginfo_t *info, void *context);
typedef void plain_handler(int signal);

enum { SLOTS = 2, DEEPEST = 8, SIGNALS = MISUSE_SIGNALS };

/* What the program installed. */
struct slot {
	union {
		any_handler *call;
		plain_handler *plain;
	} handler;
	bool wants_info;
};

static struct slot slots[SIGNALS][SLOTS];

/* A bit a signal: it has a handler. */
static _Atomic uint64_t installed;

/* Without a lock or memory in the way: the library is loaded at start, never later. */
static _Thread_local __attribute__((tls_model("initial-exec"))) struct {
	unsigned depth;
	struct misuse_running stack[DEEPEST];
} thread;

/*** running the program's handler ***/

/* SI_USER and the like come from kill(2); the kernel's own are above 0. */
static char origin_of(int number, const siginfo_t *info)
{
	if (!info)
		return 'p';
	if (info->si_code <= 0) {
		if (info->si_pid == (pid_t)syscall(SYS_getpid))
			return 's';
		return info->si_code == SI_USER &&
				       (info->si_pid == 1 || info->si_pid == misuse_outside())
			       ? 'o'
			       : 'p';
	}
	if (number == SIGCHLD)
		return 'c';
	return info->si_code == SI_KERNEL &&
			       (number == SIGALRM || number == SIGVTALRM || number == SIGPROF)
		       ? 't'
		       : 'f';
}

static void run(int number, siginfo_t *info, void *context, const struct slot *slot, bool told)
{
	const unsigned depth = thread.depth;
	const struct misuse_running running = {
		.signal = number,
		.origin = origin_of(number, told ? info : NULL),
		.place = misuse_place((const void *)(uintptr_t)slot->handler.call),
	};
	const int before = errno;

	if (depth < DEEPEST)
		thread.stack[depth] = running;
	thread.depth = depth + 1;
	slot->handler.call(number, info, context);
	thread.depth = depth;
	if (errno != before && misuse_is_at_home()) {
		const char origin[] = { running.origin, '\0' };

		misuse_note("errno", MISUSE_NUMBER(number), MISUSE_TEXT(origin),
			MISUSE_PLACE(running.place));
	}
}

/* The slot's content as it is now: a nested sigaction() may change it. */
#define TRAMPOLINE(name_, slot_, told_)                                                            \
	static void name_(int number, siginfo_t *info, void *context)                              \
	{                                                                                          \
		const struct slot slot = slots[number][slot_];                                     \
                                                                                                   \
		run(number, info, context, &slot, told_);                                          \
	}

TRAMPOLINE(trampoline_0, 0, true)
TRAMPOLINE(trampoline_1, 1, true)
TRAMPOLINE(trampoline_0_untold, 0, false)
TRAMPOLINE(trampoline_1_untold, 1, false)

/* For signal(3), which installs without SA_SIGINFO: until that is added. */
static any_handler *const trampolines[SLOTS][2] = {
	{ trampoline_0, trampoline_0_untold },
	{ trampoline_1, trampoline_1_untold },
};

/*** installing ***/

MISUSE_NEXT(sigaction);
MISUSE_NEXT(signal);
MISUSE_NEXT(sysv_signal);

static bool is_signal(int number)
{
	return number > 0 && number < SIGNALS;
}

/* The slot that a handler of the kernel's stands for, or -1. */
static int slot_of(const void *handler)
{
	for (int slot = 0; slot < SLOTS; slot++)
		for (int told = 0; told < 2; told++)
			if (handler == (const void *)(uintptr_t)trampolines[slot][told])
				return slot;
	return -1;
}

static int slot_in_force(int number)
{
	struct sigaction now;

	if (misuse_next(sigaction)(number, NULL, &now) < 0)
		return -1;
	return slot_of((const void *)(uintptr_t)now.sa_sigaction);
}

/* All signals off, so that no handler of this thread's comes between two steps. */
static void hold_signals(sigset_t *ret)
{
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, ret);
}

/*
 * Takes a handler into the slot that is not in force.  A trampoline, which a function that we do
 * not stand before has given out, means what stands in its slot.
 */
static int fill_slot(int number, any_handler *handler, bool wants_info)
{
	const int known = slot_of((const void *)(uintptr_t)handler);
	const int slot = slot_in_force(number) == 0 ? 1 : 0;
	const struct slot taken =
		known >= 0 ? slots[number][known]
			   : (struct slot){ .handler.call = handler, .wants_info = wants_info };

	slots[number][slot] = taken;
	return slot;
}

/* In the child of vfork(2) dispositions are its own, and this memory is not. */
static void note_installed(int number, bool has_handler)
{
	if (!misuse_is_at_home())
		return;
	if (has_handler)
		atomic_fetch_or(&installed, misuse_bit(number));
	else
		atomic_fetch_and(&installed, ~misuse_bit(number));
	misuse_open_forget(misuse_bit(number));
}

/* What the program would have been shown. */
static void translate(int number, struct sigaction *action)
{
	const int slot = slot_of((const void *)(uintptr_t)action->sa_sigaction);

	if (misuse_trace_is_ours((const void *)(uintptr_t)action->sa_sigaction))
		*action = (struct sigaction){ .sa_handler = SIG_DFL };
	if (slot < 0)
		return;
	action->sa_sigaction = slots[number][slot].handler.call;
	if (!slots[number][slot].wants_info)
		action->sa_flags &= ~SA_SIGINFO;
}

static bool is_handler(const struct sigaction *action)
{
	return action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN;
}

static int install(int number, const struct sigaction *action, struct sigaction *old)
{
	struct sigaction ours = *action;
	sigset_t mask;
	int result;

	hold_signals(&mask);
	if (is_handler(action)) {
		int slot = fill_slot(number, action->sa_sigaction, action->sa_flags & SA_SIGINFO);

		ours.sa_sigaction = trampolines[slot][0];
		ours.sa_flags |= SA_SIGINFO;
	}
	result = misuse_next(sigaction)(number, &ours, old);
	if (result == 0)
		note_installed(number, is_handler(action));
	if (result == 0 && old)
		translate(number, old);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	return result;
}

MISUSE_API int sigaction(int number, const struct sigaction *action, struct sigaction *old)
{
	int result;

	if (action && is_signal(number))
		return install(number, action, old);
	result = misuse_next(sigaction)(number, action, old);
	if (result == 0 && old && is_signal(number))
		translate(number, old);
	return result;
}

/* Only libc knows what flags its signal() means; SA_SIGINFO is added to them. */
static void ask_for_origin(int number, int slot)
{
	struct sigaction now;

	if (misuse_next(sigaction)(number, NULL, &now) < 0)
		return;
	now.sa_sigaction = trampolines[slot][0];
	now.sa_flags |= SA_SIGINFO;
	misuse_next(sigaction)(number, &now, NULL);
}

static sighandler_t install_by(
	sighandler_t (*next)(int number, sighandler_t handler), int number, sighandler_t handler)
{
	struct sigaction seen = { .sa_handler = handler };
	sighandler_t old;
	sigset_t mask;
	int slot = -1;
	int kept;

	if (!is_signal(number) || handler == SIG_ERR)
		return next(number, handler);
	hold_signals(&mask);
	kept = slot_in_force(number);
	if (is_handler(&seen)) {
		slot = fill_slot(number, seen.sa_sigaction, false);
		seen.sa_sigaction = trampolines[slot][1];
	}
	old = next(number, seen.sa_handler);
	if (old != SIG_ERR) {
		if (slot >= 0)
			ask_for_origin(number, slot);
		note_installed(number, slot >= 0);
		if (kept >= 0 && slot_of((const void *)(uintptr_t)old) >= 0)
			old = slots[number][kept].handler.plain;
		if (misuse_trace_is_ours((const void *)(uintptr_t)old))
			old = SIG_DFL;
	}
	sigprocmask(SIG_SETMASK, &mask, NULL);
	return old;
}

MISUSE_API sighandler_t signal(int number, sighandler_t handler)
{
	return install_by(misuse_next(signal), number, handler);
}

/* Only old standards declare it. */
sighandler_t bsd_signal(int number, sighandler_t handler);

MISUSE_API sighandler_t bsd_signal(int number, sighandler_t handler)
{
	return install_by(misuse_next(signal), number, handler);
}

MISUSE_API sighandler_t ssignal(int number, sighandler_t handler)
{
	return install_by(misuse_next(signal), number, handler);
}

MISUSE_API sighandler_t sysv_signal(int number, sighandler_t handler)
{
	return install_by(misuse_next(sysv_signal), number, handler);
}

/* What signal() becomes with -std=c11 and _XOPEN_SOURCE: <signal.h>. */
MISUSE_API sighandler_t __sysv_signal(int number, sighandler_t handler)
{
	return install_by(misuse_next(sysv_signal), number, handler);
}

/*** what others ask ***/

uintptr_t misuse_handler_of(int number)
{
	const int slot = slot_in_force(number);

	if (slot < 0)
		return 0;
	return misuse_place((const void *)(uintptr_t)slots[number][slot].handler.call);
}

uint64_t misuse_handled(void)
{
	return atomic_load(&installed);
}

const struct misuse_running *misuse_running(void)
{
	return thread.depth > 0 && thread.depth <= DEEPEST ? &thread.stack[thread.depth - 1] : NULL;
}

bool misuse_is_in_handler(void)
{
	return thread.depth > 0;
}

void misuse_leave_handlers(void)
{
	thread.depth = 0;
}
