/*
 * Timers of the box's processes that no file of /proc shows: whether an alarm
 * (alarm(2), setitimer(2) of ITIMER_REAL) or a POSIX timer is still to fire.
 *
 * Only the process itself may ask the kernel, so it is made to: a helper stops one
 * of its threads, which must be blocked, has it call getitimer(2) and timer_gettime(2),
 * and lets it block again (sandbox/tracee.h).  A notification of seccomp for alarm()
 * and setitimer() would tell too, but it makes them fail with EINTR where a signal comes
 * while they wait for the answer, which no program expects.
 *
 * Why the answer NONE is certain.  The helper takes two samples that show
 * nothing but blocked tasks, and between them seizes every thread that it asks
 * about; so there was a moment at which all slept (sandbox/tasks.h), and after it
 * only a timer could wake one, by a signal, which cannot be delivered to a task that is
 * seized without stopping it for us.  If in the end every such task still sleeps, or
 * is held, and none has a signal pending, none has run, and none has a timer.
 *
 * Not counted: CPU-time timers (ITIMER_VIRTUAL, ITIMER_PROF, CLOCK_*_CPUTIME_ID), which stand
 * still while everybody sleeps; POSIX timers that notify nobody (SIGEV_NONE); those of
 * a stopped process, which they do not wake.
 */
#ifndef PROCTOR_SANDBOX_TIMERS_H
#define PROCTOR_SANDBOX_TIMERS_H

#include <stdbool.h>
#include <stdint.h>

#include "sandbox/tasks.h"

enum timers_state {
	TIMERS_NONE, /* nothing will ever fire */
	TIMERS_PENDING, /* one will, at until_us */
	TIMERS_MOVED, /* not everybody slept: ask again */
	TIMERS_UNKNOWN, /* a process that may have one cannot be asked */
};

struct timers {
	enum timers_state state;
	int64_t until_us; /* CLOCK_MONOTONIC: when the first one fires */
};

/*
 * Whether a process may have a timer that would wake it: this task, one of
 * its threads, handles or blocks SIGALRM; or there are POSIX timers (of the process).
 */
bool timers_suspected(const struct task *task);
bool timers_has_posix(pid_t tgid);

/*
 * Asks the processes that may have one, or with `everyone` all of them: the signal of
 * an alarm ends a process that has no handler.
 */
struct timers timers_ask(const struct tasks_question *question, bool everyone);

#endif
