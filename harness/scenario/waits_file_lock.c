/*
 * Waits for locks on files: flock, fcntl record locks, locks of an open file description.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/syscall.h>

#include "harness/scenario/stage.h"
#include "harness/scenario/waits.h"

/* A lock that is wanted, or held: of a class that excludes its like, on a range of bytes. */
struct file_lock {
	bool whole; /* flock(2): knows no ranges, and nothing of the others */
	bool writes;
	long first, last; /* last: -1 for the end of the file, however long */
};

/* The fields of the line: lock TGID NUMBER CLASS TYPE PID FIRST LAST. */
static struct file_lock held_lock(const struct seen_fact *fact)
{
	return (struct file_lock){
		.whole = strcmp(fact_text(fact, 2), "FLOCK") == 0,
		.writes = strcmp(fact_text(fact, 3), "WRITE") == 0,
		.first = fact_number(fact, 5),
		.last = fact_number(fact, 6),
	};
}

static bool excludes(const struct file_lock *held, const struct file_lock *wanted)
{
	if (held->whole != wanted->whole || !(held->writes || wanted->writes))
		return false;
	return held->whole || ((held->last < 0 || wanted->first <= held->last) &&
				      (wanted->last < 0 || held->first <= wanted->last));
}

static const char *range_words(const struct file_lock *lock)
{
	if (lock->whole || (lock->first == 0 && lock->last < 0))
		return "the whole file";
	if (lock->last < 0)
		return scenario_text("bytes %ld to the end", lock->first);
	return scenario_text("bytes %ld to %ld", lock->first, lock->last);
}

/* One process that holds what is wanted. */
static void tell_holder(struct wait *wait, const struct seen_fact *fact, size_t count)
{
	struct file_lock lock = held_lock(fact);
	int tgid = (int)fact_number(fact, 0);
	int pid = (int)fact_number(fact, 4);

	buf_printf(&wait->why, "%s%s holds a %s lock on %s (descriptor %ld)%s", count ? " " : "",
		wait_process(wait, tgid), lock.writes ? "write" : "read", range_words(&lock),
		fact_number(fact, 1),
		tgid == wait->task->tgid ? "" : wait_place(wait->scene, tgid));
	/* A lock of an open file description goes on with every copy of it: fork(2), dup(2). */
	if (lock.whole && pid > 0 && pid != tgid)
		buf_printf(&wait->why, ", by a descriptor that it has from process %d", pid);
	buf_addch(&wait->why, '.');
	wait_for_process(wait, tgid);
	if (tgid == wait->task->tgid)
		wait->rank = RANK_ITSELF;
}

/* All that hold it by a descriptor of the same file; a process is told once. */
static void tell_holders(
	struct wait *wait, const struct seen_fd *fd, const struct file_lock *wanted)
{
	enum { SHOWN = 4 };
	int told = 0;
	size_t count = 0;

	for (size_t i = 0; i < wait->scene->facts_count && count < SHOWN; i++) {
		const struct seen_fact *fact = &wait->scene->facts[i];
		const struct seen_fd *held;
		struct file_lock lock;

		if (strcmp(fact->kind, "lock") != 0)
			continue;
		lock = held_lock(fact);
		held = scene_fd(wait->scene, (int)fact_number(fact, 0), (int)fact_number(fact, 1));
		if (!held || strcmp(held->file, fd->file) != 0 || !excludes(&lock, wanted) ||
			held->tgid == told)
			continue;
		tell_holder(wait, fact, count++);
		told = held->tgid;
	}
	if (count == 0)
		buf_adds(&wait->why, "Who holds that lock cannot be seen.");
}

static void explain_lock(struct wait *wait, const struct file_lock *wanted, const char *read)
{
	const struct seen_fd *fd =
		scene_fd(wait->scene, wait->task->tgid, (int)wait->task->arguments[0]);

	wait_is(wait, RANK_LOCK,
		scenario_text("a %s lock on %s of descriptor %d%s%s",
			wanted->writes ? "write" : "read", range_words(wanted),
			(int)wait->task->arguments[0], fd ? ", " : "", fd ? wait_path(fd) : ""),
		read);
	if (!fd)
		return;
	tell_holders(wait, fd, wanted);
	if (wait->rank == RANK_ITSELF)
		buf_adds(&wait->advice,
			"Unlock by the descriptor that the file was locked by, or use "
			"one descriptor for both.");
	else
		buf_adds(&wait->advice,
			"Unlock before waiting for somebody else; take several locks "
			"in one order, the same in every process.");
}

static void explain_flock(struct wait *wait)
{
	const struct file_lock wanted = {
		.whole = true,
		.writes = (wait->task->arguments[1] & LOCK_EX) != 0,
	};

	explain_lock(wait, &wanted, "flock(2)");
}

static void explain_fcntl(struct wait *wait)
{
	const struct seen_fact *fact = scene_fact(wait->scene, "range", wait->task->tid);
	const struct file_lock wanted = {
		.writes = strcmp(fact_text(fact, 1), "WRITE") == 0,
		.first = fact_number(fact, 2),
		.last = fact ? fact_number(fact, 3) : -1,
	};

	explain_lock(wait, &wanted, "fcntl(2)");
}

const struct way waits_on_file_locks[] = {
	{ SYS_flock, explain_flock },
	{ SYS_fcntl, explain_fcntl },
	{ .explain = NULL },
};
