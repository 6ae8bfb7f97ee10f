#include "sandbox/timers.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sandbox/task_text.h"
#include "sandbox/tracee.h"

enum { MOST_THREADS = 512, MOST_TIMERS = 64, TEXT = 16 << 10 };

#define ALARM (1ULL << (SIGALRM - 1))

bool timers_suspected(const struct task *task)
{
	return (task->caught | task->blocked) & ALARM;
}

static ssize_t read_timers(pid_t tgid, char *text, size_t room)
{
	char path[64];
	size_t length;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/timers", tgid);
	file = fopen(path, "re");
	if (!file)
		return -1;
	length = fread(text, 1, room - 1, file);
	text[length] = '\0';
	fclose(file);
	return (ssize_t)length;
}

bool timers_has_posix(pid_t tgid)
{
	char text[8];

	return read_timers(tgid, text, sizeof(text)) > 0;
}

/*** calls that may be interrupted ***/

/*
 * Nothing is half done in them: they wait before they do anything, and a call that
 * was interrupted is begun again.  Not the writing ones, of which a part may be
 * done; nor those that leave a trace when they give up, as the open of a FIFO does.
 */
static const struct patient {
	int call;
	int flags; /* which argument must not have MSG_WAITALL; 0: none */
} patient[] = {
	{ SYS_read, 0 },
	{ SYS_readv, 0 },
	{ SYS_recvfrom, 3 },
	{ SYS_recvmsg, 2 },
	{ SYS_accept, 0 },
	{ SYS_accept4, 0 },
	{ SYS_poll, 0 },
	{ SYS_ppoll, 0 },
	{ SYS_select, 0 },
	{ SYS_pselect6, 0 },
	{ SYS_epoll_wait, 0 },
	{ SYS_epoll_pwait, 0 },
	{ SYS_epoll_pwait2, 0 },
	{ SYS_futex, 0 },
	{ SYS_wait4, 0 },
	{ SYS_waitid, 0 },
	{ SYS_pause, 0 },
	{ SYS_rt_sigsuspend, 0 },
	{ SYS_rt_sigtimedwait, 0 },
	{ SYS_semop, 0 },
	{ SYS_semtimedop, 0 },
	{ SYS_msgrcv, 0 },
	{ SYS_mq_timedreceive, 0 },
	{ SYS_flock, 0 },
	{ SYS_fcntl, 0 },
};

static bool is_patient(const struct task *task)
{
	for (size_t i = 0; i < sizeof(patient) / sizeof(*patient); i++)
		if (patient[i].call == task->call)
			return task->state == 'S' &&
			       !(patient[i].flags &&
				       (task->arguments[patient[i].flags] & MSG_WAITALL));
	return false;
}

/*** who is asked ***/

struct thread {
	struct task task; /* as it was before it was seized */
	struct tracee tracee;
	bool seized;
	bool asked; /* held, and to be let go */
};

struct inquiry {
	struct thread threads[MOST_THREADS];
	size_t count;
	bool everyone;
	bool too_many;
	struct timers found;
};

static int collect(const struct task *task, void *data)
{
	struct inquiry *inquiry = data;

	if (task->tgid <= 0 || task->state == 'Z' || task->state == 'X')
		return 0;
	if (inquiry->count == MOST_THREADS) {
		inquiry->too_many = true;
		return 1;
	}
	inquiry->threads[inquiry->count++] = (struct thread){ .task = *task };
	return 0;
}

static bool is_suspect(const struct inquiry *inquiry, pid_t tgid)
{
	for (size_t i = 0; i < inquiry->count; i++)
		if (inquiry->threads[i].task.tgid == tgid &&
			timers_suspected(&inquiry->threads[i].task))
			return true;
	return timers_has_posix(tgid);
}

static void note(struct inquiry *inquiry, enum timers_state state, int64_t until_us)
{
	struct timers *found = &inquiry->found;

	/* MOVED and UNKNOWN outweigh a timer, and that outweighs none. */
	if (state > found->state)
		found->state = state;
	if (state == TIMERS_PENDING && (found->until_us == 0 || until_us < found->until_us))
		found->until_us = until_us;
}

/* Leaves out whom nobody suspects, and the stopped, whom no timer wakes. */
static void choose(struct inquiry *inquiry)
{
	size_t kept = 0;
	bool chosen = false;
	pid_t last = 0;

	for (size_t i = 0; i < inquiry->count; i++) {
		const struct task *task = &inquiry->threads[i].task;

		if (task->tgid != last)
			chosen = inquiry->everyone || is_suspect(inquiry, task->tgid);
		last = task->tgid;
		if (chosen && task->state != 'T')
			inquiry->threads[kept++] = inquiry->threads[i];
	}
	inquiry->count = kept;
}

static void seize(struct inquiry *inquiry)
{
	for (size_t i = 0; i < inquiry->count; i++) {
		struct thread *thread = &inquiry->threads[i];

		thread->seized = tracee_seize(&thread->tracee, thread->task.tid) == 0;
		/* It could run unseen. */
		if (!thread->seized && is_suspect(inquiry, thread->task.tgid))
			note(inquiry, TIMERS_UNKNOWN, 0);
	}
}

/*** one process ***/

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/*
 * Nothing is left of a timer that has just fired until its signal is taken, also of one
 * with an interval, which begins anew only then.
 */
static void note_rest(
	struct inquiry *inquiry, int64_t seconds, int64_t microseconds, bool comes_again)
{
	enum { LONGEST = 1000000 };

	if (seconds == 0 && microseconds == 0 && !comes_again)
		return;
	if (seconds > LONGEST)
		seconds = LONGEST;
	note(inquiry, TIMERS_PENDING, now_us() + seconds * 1000000 + microseconds);
}

static int ask_alarm(struct inquiry *inquiry, struct tracee *tracee)
{
	const unsigned long which = ITIMER_REAL;
	struct itimerval left;
	int error = tracee_call(tracee, SYS_getitimer, &which, 1, &left, sizeof(left));

	if (!error)
		note_rest(inquiry, left.it_value.tv_sec, left.it_value.tv_usec,
			left.it_interval.tv_sec || left.it_interval.tv_usec);
	return error;
}

static int ask_posix(struct inquiry *inquiry, struct tracee *tracee, int timer)
{
	const unsigned long which = (unsigned long)timer;
	struct itimerspec left;
	int error = tracee_call(tracee, SYS_timer_gettime, &which, 1, &left, sizeof(left));

	if (!error) /* of less than a microsecond there is left one, too */
		note_rest(inquiry, left.it_value.tv_sec, (left.it_value.tv_nsec + 999) / 1000,
			left.it_interval.tv_sec || left.it_interval.tv_nsec);
	return error;
}

static int ask_process(struct inquiry *inquiry, struct thread *thread)
{
	static char text[TEXT];
	int timers[MOST_TIMERS];
	ssize_t length = read_timers(thread->task.tgid, text, sizeof(text));
	size_t count = length > 0 ? task_text_timers(text, timers, MOST_TIMERS) : 0;
	int error = ask_alarm(inquiry, &thread->tracee);

	if (length == TEXT - 1 || count == MOST_TIMERS)
		return -E2BIG;
	for (size_t i = 0; i < count && !error; i++)
		error = ask_posix(inquiry, &thread->tracee, timers[i]);
	return error;
}

/* The thread of a process that can be asked for all of it, or NULL. */
static struct thread *spokesman(struct inquiry *inquiry, size_t first)
{
	pid_t tgid = inquiry->threads[first].task.tgid;

	for (size_t i = first; i < inquiry->count; i++) {
		struct thread *thread = &inquiry->threads[i];

		if (thread->task.tgid != tgid)
			break;
		if (thread->seized && is_patient(&thread->task))
			return thread;
	}
	return NULL;
}

/*** all of them ***/

/* Should one not stop, which cannot be, this ends us, and with us all that is held: still as it
 * was. */
static void limit_time(unsigned seconds)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	alarm(seconds);
}

static void hold_spokesmen(struct inquiry *inquiry)
{
	pid_t last = 0;

	limit_time(10);
	for (size_t i = 0; i < inquiry->count; i++) {
		pid_t tgid = inquiry->threads[i].task.tgid;
		struct thread *thread = tgid == last ? NULL : spokesman(inquiry, i);

		if (tgid == last)
			continue;
		last = tgid;
		if (!thread && is_suspect(inquiry, tgid))
			note(inquiry, TIMERS_UNKNOWN, 0);
		if (!thread)
			continue;
		if (tracee_hold(&thread->tracee) != 0 ||
			!tracee_was_in(&thread->tracee, thread->task.call))
			note(inquiry, TIMERS_MOVED, 0);
		thread->asked = thread->tracee.held;
	}
	limit_time(0);
}

static void ask_spokesmen(struct inquiry *inquiry)
{
	for (size_t i = 0; i < inquiry->count; i++) {
		struct thread *thread = &inquiry->threads[i];

		if (thread->asked && inquiry->found.state < TIMERS_MOVED &&
			ask_process(inquiry, thread) != 0 && is_suspect(inquiry, thread->task.tgid))
			note(inquiry, TIMERS_UNKNOWN, 0);
	}
}

/* Who sleeps on has not run since it was seized; who is held has not either, unless a signal waits.
 */
static void look_for_signals(struct inquiry *inquiry)
{
	for (size_t i = 0; i < inquiry->count; i++) {
		const struct thread *thread = &inquiry->threads[i];
		struct task now;

		if (!thread->seized)
			continue;
		if (task_read(thread->task.tgid, thread->task.tid, &now) != 0 ||
			(!thread->asked && now.state != thread->task.state) ||
			(now.unanswered & ~thread->task.blocked) ||
			now.unanswered != thread->task.unanswered)
			note(inquiry, TIMERS_MOVED, 0);
	}
}

static bool all_sleep(const struct wire_sample *sample)
{
	return sample->busy == 0 && sample->timed == 0;
}

static struct timers inquire(const struct tasks_question *question, bool everyone)
{
	static struct inquiry inquiry;
	struct wire_sample before, after;

	inquiry.everyone = everyone;
	tasks_sample(question, &before);
	tasks_each(collect, &inquiry);
	choose(&inquiry);
	seize(&inquiry);
	tasks_sample(question, &after);
	if (inquiry.too_many)
		return (struct timers){ .state = TIMERS_UNKNOWN };
	if (before.signature != after.signature || !all_sleep(&before) || !all_sleep(&after))
		return (struct timers){ .state = TIMERS_MOVED };
	hold_spokesmen(&inquiry);
	ask_spokesmen(&inquiry);
	look_for_signals(&inquiry);
	for (size_t i = 0; i < inquiry.count; i++)
		if (inquiry.threads[i].asked)
			tracee_let_go(&inquiry.threads[i].tracee);
	return inquiry.found;
}

struct timers timers_ask(const struct tasks_question *question, bool everyone)
{
	struct timers found = { .state = TIMERS_UNKNOWN };
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return found;
	/* A process of its own: its end lets go of all that it has seized, and disturbs nobody. */
	pid = fork();
	if (pid == 0) {
		found = inquire(question, everyone);
		_exit(write(ends[1], &found, sizeof(found)) != sizeof(found));
	}
	close(ends[1]);
	if (pid > 0 && (read(ends[0], &found, sizeof(found)) != sizeof(found)))
		found = (struct timers){ .state = TIMERS_UNKNOWN };
	close(ends[0]);
	if (pid > 0)
		waitpid(pid, NULL, 0);
	return found;
}
