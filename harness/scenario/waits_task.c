/*
 * Waits for other processes, and for signals.
 */
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "harness/scenario/stage.h"
#include "harness/scenario/waits.h"

/*** the end of a child ***/

/* Whether a wait of this task is over when that child ends; `one`: for which alone it waits. */
static bool is_meant(const struct wait *wait, const struct seen_task *child, long one)
{
	return child->tid == child->tgid && child->ppid == wait->task->tgid &&
	       (one <= 0 || child->tgid == one);
}

static void tell_child(struct wait *wait, const struct seen_task *child, size_t count)
{
	buf_printf(&wait->why, "%s%s%s", count ? ", " : "It waits for ",
		scene_task_name(wait->scene, child),
		child->state == 'T' ? " (stopped)" : wait_place(wait->scene, child->tid));
}

static void explain_children(struct wait *wait, long one)
{
	enum { SHOWN = 4 };
	size_t count = 0, stopped = 0;

	wait_is(wait, RANK_END, "the end of a child process", "wait(2)");
	for (size_t i = 0; i < wait->scene->tasks_count; i++) {
		const struct seen_task *child = &wait->scene->tasks[i];

		if (!is_meant(wait, child, one))
			continue;
		wait_for_process(wait, child->tgid);
		stopped += child->state == 'T';
		if (count < SHOWN)
			tell_child(wait, child, count);
		count++;
	}
	if (count > SHOWN)
		buf_printf(&wait->why, " and %zu more", count - SHOWN);
	if (count)
		buf_printf(&wait->why, ", which never end%s.", count == 1 ? "s" : "");
	if (stopped)
		buf_adds(&wait->why, " A child that is stopped has not ended, and nobody sends it "
				     "SIGCONT.");
}

static void explain_wait4(struct wait *wait)
{
	explain_children(wait, (int)wait->task->arguments[0]);
}

static void explain_waitid(struct wait *wait)
{
	explain_children(
		wait, wait->task->arguments[0] == P_PID ? (int)wait->task->arguments[1] : -1);
}

static void explain_vfork(struct wait *wait)
{
	explain_children(wait, -1);
	wait_is(wait, RANK_END, "its child, which shares its memory until exec() or _exit()",
		"vfork(2)");
}

const struct way waits_for_processes[] = {
	{ SYS_wait4, explain_wait4 },
	{ SYS_waitid, explain_waitid },
	{ SYS_vfork, explain_vfork },
	{ SYS_clone, explain_vfork },
	{ .explain = NULL },
};

/*** signals ***/

const char *wait_signals(unsigned long mask)
{
	enum { SHOWN = 6, SIGNALS = 64, OF_LIBC = 32, OF_LIBC_TOO = 33 };
	const char *list = "";
	size_t count = 0;

	for (int number = 1; number <= SIGNALS; number++) {
		const char *name = sigabbrev_np(number);

		if (!(mask >> (number - 1) & 1) || number == OF_LIBC || number == OF_LIBC_TOO)
			continue;
		if (++count > SHOWN)
			return scenario_text("%s, …", list);
		if (name)
			list = scenario_text("%s%sSIG%s", list, count > 1 ? ", " : "", name);
		else
			list = scenario_text("%s%ssignal %d", list, count > 1 ? ", " : "", number);
	}
	return list;
}

static void explain_mask(struct wait *wait, unsigned long mask, const char *read)
{
	const char *names = wait_signals(mask);

	wait_is(wait, RANK_OTHER, *names ? scenario_text("a signal (%s)", names) : "a signal",
		read);
	buf_adds(&wait->why, "No timer is set that would send one. ");
	wait_add_others(wait, "send one");
}

static unsigned long waited_mask(const struct wait *wait)
{
	return (unsigned long)strtoull(
		fact_text(scene_fact(wait->scene, "signals", wait->task->tid), 1), NULL, 0);
}

/* A signal that comes before the wait is lost, unless it was blocked until then. */
static void explain_pause(struct wait *wait)
{
	explain_mask(wait, waited_mask(wait), "sigsuspend(2)");
	buf_adds(&wait->advice,
		"A signal that came before the wait is lost: block it before whatever "
		"makes it come, and let sigsuspend() unblock it.");
}

static void explain_suspend(struct wait *wait)
{
	explain_mask(wait, waited_mask(wait), "sigsuspend(2)");
	buf_adds(&wait->advice, "Signals of one kind do not add up: several that come while it is "
				"blocked count once. And a handler must be there for each.");
}

static void explain_sigwait(struct wait *wait)
{
	explain_mask(wait, waited_mask(wait), "sigwait(3)");
	buf_adds(&wait->advice, "Block the signals in every thread before they can come: one that "
				"comes earlier is lost, or ends the program.");
}

void wait_read_signals(struct wait *wait, const struct seen_fd *fd)
{
	const struct seen_fact *fact;
	unsigned long mask = 0;
	size_t at = 0;

	while ((fact = scene_next(wait->scene, "info", fd->tgid, &at)))
		if (fact_number(fact, 1) == fd->number &&
			strcmp(fact_text(fact, 2), "signals") == 0)
			mask = (unsigned long)strtoull(fact_text(fact, 3), NULL, 0);
	explain_mask(wait, mask, "signalfd(2)");
	buf_adds(&wait->advice,
		"Block these signals with sigprocmask() before they can come, or they "
		"never reach the descriptor.");
}

const struct way waits_for_signals[] = {
	{ SYS_pause, explain_pause },
	{ SYS_rt_sigsuspend, explain_suspend },
	{ SYS_rt_sigtimedwait, explain_sigwait },
	{ .explain = NULL },
};
