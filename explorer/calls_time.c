/*
 * Time: sleeping, alarms, and the clocks themselves, which libc reads without a
 * system call (vdso(7)) and so by names of ours.
 */
#include <errno.h>
#include <signal.h>
#include <sys/time.h>

#include "explorer/calls.h"
#include "explorer/raw.h"
#include "explorer/virtual_clock.h"

/* What the clocks show when a run begins: any moment, the same for each. */
enum { REAL_SECONDS = 1700000000, MONOTONIC_SECONDS = 1000 };

static const uint64_t second = 1000000000ULL;

static uint64_t base_of(clockid_t clock)
{
	return (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI
			       ? REAL_SECONDS
			       : MONOTONIC_SECONDS) *
	       second;
}

uint64_t virtual_ns(const struct timespec *time)
{
	return (uint64_t)time->tv_sec * second + (uint64_t)time->tv_nsec;
}

uint64_t virtual_from_clock(clockid_t clock, const struct timespec *time)
{
	uint64_t at = virtual_ns(time), base = base_of(clock);

	return time->tv_sec >= 0 && at > base ? at - base : 0;
}

struct timespec virtual_now(clockid_t clock)
{
	uint64_t now = base_of(clock) + ARENA->now_ns;

	return (struct timespec){ (time_t)(now / second), (long)(now % second) };
}

/*** sleeping ***/

static long sleep_until(struct call *call, uint64_t until, struct timespec *rest)
{
	const object_key key = key_make(KEY_SIGNALS, (uint64_t)our_process()->pid, 0);
	struct masked masked = step_begin(OP_SLEEP, key, call->place);
	long result = 0;

	if (call_interrupted(call)) {
		call->again = true;
		step_asked(&masked, 0);
		return 0;
	}
	while (result == 0 && step_wait_until(OP_SLEEP, key, until))
		if (ARENA->now_ns < until && call_interrupted(call))
			result = -EINTR;
	if (result && rest) {
		uint64_t left = until > ARENA->now_ns ? until - ARENA->now_ns : 0;

		*rest = (struct timespec){ (time_t)(left / second), (long)(left % second) };
	}
	step_end(&masked, 0, result);
	return result;
}

static bool is_sane(const struct timespec *time)
{
	return time->tv_sec >= 0 && time->tv_nsec >= 0 && time->tv_nsec < 1000000000;
}

static long on_nanosleep(struct call *call)
{
	const struct timespec *time = (void *)call->args[0]; /* NOLINT */

	if (!is_sane(time))
		return -EINVAL;
	return sleep_until(
		call, ARENA->now_ns + virtual_ns(time), (void *)call->args[1]); /* NOLINT */
}

static long on_clock_nanosleep(struct call *call)
{
	clockid_t clock = (clockid_t)call->args[0];
	const struct timespec *time = (void *)call->args[2]; /* NOLINT */

	if (!is_sane(time))
		return -EINVAL;
	if (call->args[1] & TIMER_ABSTIME)
		return sleep_until(call, virtual_from_clock(clock, time), NULL);
	return sleep_until(
		call, ARENA->now_ns + virtual_ns(time), (void *)call->args[3]); /* NOLINT */
}

static long on_yield(struct call *call)
{
	struct masked masked = step_begin(OP_YIELD, 0, call->place);

	me()->repeats = 1000;
	step_asked(&masked, 0);
	return 0;
}

/*** alarms ***/

static uint64_t rest_of_alarm(void)
{
	uint64_t at = our_process()->alarm_at_ns;

	return at > ARENA->now_ns ? at - ARENA->now_ns : at ? 1 : 0;
}

static long on_alarm(struct call *call)
{
	uint64_t rest = rest_of_alarm();

	our_process()->alarm_at_ns =
		call->args[0] ? ARENA->now_ns + (uint64_t)(unsigned)call->args[0] * second : 0;
	our_process()->alarm_every_ns = 0;
	return (long)((rest + second - 1) / second);
}

static uint64_t ns_of(const struct timeval *time)
{
	return (uint64_t)time->tv_sec * second + (uint64_t)time->tv_usec * 1000;
}

static struct timeval timeval_of(uint64_t ns)
{
	return (struct timeval){ (time_t)(ns / second), (suseconds_t)(ns % second / 1000) };
}

static void tell_alarm(struct itimerval *to)
{
	to->it_value = timeval_of(rest_of_alarm());
	to->it_interval = timeval_of(our_process()->alarm_every_ns);
}

static long on_setitimer(struct call *call)
{
	const struct itimerval *wanted = (void *)call->args[1]; /* NOLINT */

	/* CPU time stands still in a run that is always stopped. */
	if (call->args[0] != ITIMER_REAL) {
		limit_note(EXPLORE_LIMIT_CALL, SYS_setitimer);
		return 0;
	}
	if (call->args[2])
		tell_alarm((void *)call->args[2]); /* NOLINT */
	if (wanted) {
		uint64_t ns = ns_of(&wanted->it_value);

		our_process()->alarm_at_ns = ns ? ARENA->now_ns + ns : 0;
		our_process()->alarm_every_ns = ns_of(&wanted->it_interval);
	}
	return 0;
}

static long on_getitimer(struct call *call)
{
	tell_alarm((void *)call->args[1]); /* NOLINT */
	return 0;
}

/*** clocks ***/

static long on_clock_gettime(struct call *call)
{
	*(struct timespec *)call->args[1] = virtual_now((clockid_t)call->args[0]); /* NOLINT */
	return 0;
}

const struct call_entry calls_time[] = {
	{ SYS_nanosleep, on_nanosleep },
	{ SYS_clock_nanosleep, on_clock_nanosleep },
	{ SYS_sched_yield, on_yield },
	{ SYS_alarm, on_alarm },
	{ SYS_setitimer, on_setitimer },
	{ SYS_getitimer, on_getitimer },
	{ SYS_clock_gettime, on_clock_gettime },
	{ -1, NULL },
};

/*** by name ***/

#define EXPORT __attribute__((visibility("default")))

EXPORT int clock_gettime(clockid_t clock, struct timespec *ret)
{
	if (!self.attached || clock == CLOCK_PROCESS_CPUTIME_ID ||
		clock == CLOCK_THREAD_CPUTIME_ID) {
		long error = raw(SYS_clock_gettime, clock, ret);

		if (error < 0)
			errno = (int)-error;
		return error < 0 ? -1 : 0;
	}
	*ret = virtual_now(clock);
	return 0;
}

EXPORT int gettimeofday(struct timeval *restrict ret, void *restrict zone)
{
	struct timespec now;

	(void)zone;
	clock_gettime(CLOCK_REALTIME, &now);
	*ret = (struct timeval){ now.tv_sec, now.tv_nsec / 1000 };
	return 0;
}

EXPORT time_t time(time_t *ret)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (ret)
		*ret = now.tv_sec;
	return now.tv_sec;
}
