/*
 * Which signals could come at this moment: the other half of what a handler may not do.
 */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "misuse/handler.h"
#include "misuse/misuse.h"
#include "misuse/tracing.h"

/* A bit a signal: calls, and uses of errno, were noted for it. */
static _Atomic uint64_t open_noted, errno_noted;

/* Since a handler was installed. */
static _Atomic unsigned looks;

static bool timer_is_set(int which)
{
	struct itimerval timer = { .it_value = { 0, 0 } };

	return getitimer(which, &timer) == 0 &&
	       (timer.it_value.tv_sec > 0 || timer.it_value.tv_usec > 0);
}

/* Not one that has ended already: its signal has come. */
static bool child_is_alive(void)
{
	siginfo_t info = { .si_pid = 0 };

	return syscall(SYS_waitid, P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT, NULL) == 0 &&
	       info.si_pid == 0;
}

static bool may_come(int number)
{
	switch (number) {
	case SIGALRM:
		return timer_is_set(ITIMER_REAL);
	case SIGVTALRM:
		return timer_is_set(ITIMER_VIRTUAL);
	case SIGPROF:
		return timer_is_set(ITIMER_PROF);
	case SIGCHLD:
		return child_is_alive();
	default:
		return true;
	}
}

/*
 * A program that keeps its signals blocked would pay two system calls for each malloc(): when
 * so many looks have found nothing, one in some dozens goes on looking.
 */
static bool has_looked_enough(void)
{
	enum { ENOUGH = 20000, THEN_ONE_IN = 64 };
	const unsigned count = atomic_fetch_add(&looks, 1);

	return count > ENOUGH && count % THEN_ONE_IN != 0;
}

/* Notes every signal with a handler that could come at this moment; `call` NULL: errno is used. */
static void look_around(_Atomic uint64_t *noted, const char *call, uintptr_t place)
{
	uint64_t left = misuse_handled() & ~atomic_load(noted);
	sigset_t blocked;

	if (!left || has_looked_enough() || !misuse_is_at_home() ||
		sigprocmask(SIG_BLOCK, NULL, &blocked) < 0)
		return;
	for (int number = 1; number < MISUSE_SIGNALS; number++) {
		uintptr_t handler;

		if (!(left & misuse_bit(number)) || sigismember(&blocked, number) ||
			!may_come(number))
			continue;
		/* SA_RESETHAND takes it out of force. */
		handler = misuse_handler_of(number);
		if (!handler)
			continue;
		atomic_fetch_or(noted, misuse_bit(number));
		if (call)
			misuse_note("open", MISUSE_NUMBER(number), MISUSE_TEXT(call),
				MISUSE_PLACE(place), MISUSE_PLACE(handler));
		else
			misuse_note("errno-used", MISUSE_NUMBER(number), MISUSE_PLACE(place),
				MISUSE_PLACE(handler));
	}
}

void misuse_open_forget(uint64_t signals)
{
	atomic_store(&looks, 0);
	atomic_fetch_and(&open_noted, ~signals);
	atomic_fetch_and(&errno_noted, ~signals);
}

void misuse_handlers_restart(void)
{
	misuse_open_forget(UINT64_MAX);
}

void misuse_unsafe_in_handler(const char *call, uintptr_t place)
{
	const struct misuse_running *running = place ? misuse_running() : NULL;

	if (running && misuse_is_at_home()) {
		const char origin[] = { running->origin, '\0' };

		misuse_note("unsafe", MISUSE_NUMBER(running->signal), MISUSE_TEXT(origin),
			MISUSE_TEXT(call), MISUSE_PLACE(place), MISUSE_PLACE(running->place));
	}
}

void misuse_unsafe(const char *call, uintptr_t place)
{
	misuse_trace_call(call, place);
	if (!place)
		return;
	misuse_unsafe_in_handler(call, place);
	if (misuse_handled() & ~atomic_load(&open_noted)) {
		const int error = errno;

		look_around(&open_noted, call, place);
		errno = error;
	}
}

MISUSE_NEXT(__errno_location);

MISUSE_API int *__errno_location(void)
{
	int *location = misuse_next(__errno_location)();
	uintptr_t place = MISUSE_HERE;

	if (place && !misuse_is_in_handler() && misuse_handled() & ~atomic_load(&errno_noted)) {
		int error = *location;

		look_around(&errno_noted, NULL, place);
		*location = error;
	}
	return location;
}
