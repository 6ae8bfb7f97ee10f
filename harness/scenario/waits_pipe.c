/*
 * Waits on pipes and FIFOs: reading, writing, and opening a FIFO.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "harness/base/text.h"
#include "harness/scenario/stage.h"
#include "harness/scenario/waits.h"

bool wait_is_harness_pipe(const struct seen_fd *fd, bool harness_writes)
{
	unsigned long inode = 0;

	if (text_starts(fd->target, "pipe:["))
		inode = strtoul(fd->target + strlen("pipe:["), NULL, 10);
	for (size_t i = 0; inode && i < stage.peers_count; i++) {
		const struct peer *peer = stage.peers[i];

		if (harness_writes ? peer->input_inode == inode && peer->input.fd >= 0
				   : (peer->output_inode == inode && peer->output.fd >= 0) ||
					     (peer->errors_inode == inode && peer->errors.fd >= 0))
			return true;
	}
	return false;
}

/*** reading ***/

/* Nobody writes; and why there is no end of file either. */
static void explain_no_data(struct wait *wait, const struct seen_fd *fd, const char *noun)
{
	struct holders writers = HOLDERS_INIT;

	wait_list_holders(wait, fd, true, &writers);
	if (writers.own >= 0) {
		wait->rank = RANK_ITSELF;
		buf_printf(&wait->why,
			"End of file never comes, because a write end of that %s is still open. "
			"Open write ends: %s.",
			noun, writers.list.data);
		buf_printf(&wait->advice, "Close descriptor %d in this process%s.", writers.own,
			strcmp(noun, "pipe") == 0 ? " after fork()"
						  : ", or open the FIFO for reading "
						    "only");
	} else if (writers.count > 0) {
		buf_printf(&wait->why,
			"Nothing comes, and end of file does not come either while a write end is "
			"open. Open write ends: %s.",
			writers.list.data);
		buf_adds(&wait->advice, "Close every write end that is not written to any more.");
	}
	buf_release(&writers.list);
}

void wait_read_pipe(struct wait *wait, const struct seen_fd *fd)
{
	wait_is(wait, RANK_DATA,
		scenario_text("the read end of a pipe (descriptor %d)", fd->number), "pipe(7)");
	if (wait_is_harness_pipe(fd, true)) {
		wait_is(wait, RANK_END, "its standard input", "pipe(7)");
		buf_adds(&wait->why, "It waits for more input, and none comes.");
		return;
	}
	explain_no_data(wait, fd, "pipe");
}

void wait_read_fifo(struct wait *wait, const struct seen_fd *fd)
{
	wait_is(wait, RANK_DATA,
		scenario_text("data from the FIFO %s (descriptor %d)", wait_path(fd), fd->number),
		"fifo(7)");
	explain_no_data(wait, fd, "FIFO");
}

/*** writing ***/

static void explain_full(struct wait *wait, const struct seen_fd *fd, const char *noun)
{
	struct holders readers = HOLDERS_INIT;

	wait_list_holders(wait, fd, false, &readers);
	if (wait_is_harness_pipe(fd, false))
		buf_printf(
			&wait->why, "The %s is full and nobody reads the output any more.", noun);
	else
		buf_printf(&wait->why, "The %s is full and nobody reads it. Open read ends: %s.",
			noun, readers.count ? readers.list.data : "none");
	if (readers.own >= 0 && readers.count == 1) {
		buf_printf(&wait->advice,
			"Close descriptor %d in this process: with a reader that is itself it can "
			"never get SIGPIPE.",
			readers.own);
		if (strcmp(noun, "FIFO") == 0)
			wait->rank = RANK_ITSELF;
	} else if (readers.count > 0) {
		buf_printf(&wait->advice,
			"Read from the %s while there is more to write: it holds "
			"only so many bytes.",
			noun);
	}
	buf_release(&readers.list);
}

void wait_write_pipe(struct wait *wait, const struct seen_fd *fd)
{
	wait_is(wait, RANK_FULL,
		scenario_text("the write end of a pipe (descriptor %d)", fd->number), "pipe(7)");
	explain_full(wait, fd, "pipe");
}

void wait_write_fifo(struct wait *wait, const struct seen_fd *fd)
{
	wait_is(wait, RANK_FULL,
		scenario_text("room in the FIFO %s (descriptor %d)", wait_path(fd), fd->number),
		"fifo(7)");
	explain_full(wait, fd, "FIFO");
}

/*** opening a FIFO ***/

/* A FIFO that a task is opening: path TID FLAGS KIND FILE PATH. */
struct opening {
	const struct seen_fact *fact;
	bool reads;
	const char *path, *file;
};

static bool find_opening(
	const struct scene *scene, const struct seen_task *task, struct opening *ret)
{
	const struct seen_fact *fact = scene_fact(scene, "path", task->tid);

	if (!fact || strcmp(fact_text(fact, 2), "fifo") != 0)
		return false;
	*ret = (struct opening){
		.fact = fact,
		.reads = (fact_number(fact, 1) & O_ACCMODE) == O_RDONLY,
		.path = fact_text(fact, 4),
		.file = fact_text(fact, 3),
	};
	return true;
}

/* The one other task that opens a FIFO at all; NULL when there is none, or there are several. */
static const struct seen_task *only_other_opener(const struct wait *wait, struct opening *ret)
{
	const struct seen_task *found = NULL;
	struct opening opening;

	for (size_t i = 0; i < wait->scene->tasks_count; i++) {
		const struct seen_task *other = &wait->scene->tasks[i];

		if (other == wait->task || !find_opening(wait->scene, other, &opening))
			continue;
		if (found)
			return NULL;
		found = other;
		*ret = opening;
	}
	return found;
}

/* Whoever opens another FIFO for the same direction first: the usual knot. */
static bool tell_knot(struct wait *wait, const struct opening *own)
{
	struct opening opening;
	const struct seen_task *other = only_other_opener(wait, &opening);

	if (!other || opening.reads != own->reads || strcmp(opening.file, own->file) == 0)
		return false;
	buf_printf(&wait->why,
		"At the same time %s opens %s for %s first%s, and so each waits for the other.",
		scene_task_name(wait->scene, other), opening.path,
		own->reads ? "reading" : "writing", wait_place(wait->scene, other->tid));
	buf_adds(&wait->advice,
		"Let both open the FIFOs in the same order: the one opens the first "
		"for reading while the other opens it for writing.");
	wait_for_task(wait, other->tid);
	return true;
}

static size_t count_openers(const struct wait *wait, const struct opening *own)
{
	size_t count = 0;

	for (size_t i = 0; i < wait->scene->tasks_count; i++) {
		struct opening opening;

		if (find_opening(wait->scene, &wait->scene->tasks[i], &opening) &&
			opening.reads == own->reads && strcmp(opening.file, own->file) == 0)
			count++;
	}
	return count;
}

static void tell_nobody(struct wait *wait, const struct opening *own)
{
	const char *missing = own->reads ? "writing" : "reading";
	size_t count = count_openers(wait, own);

	if (count > 1)
		buf_printf(&wait->why, "%zu tasks open it for %s and none for %s. ", count,
			own->reads ? "reading" : "writing", missing);
	else
		buf_printf(&wait->why, "Nobody opens it for %s. ", missing);
	wait_add_others(wait, "open the other end");
	buf_printf(&wait->advice, "open() of a FIFO for %s returns once somebody opens it for %s.",
		own->reads ? "reading" : "writing", missing);
}

static void explain_open(struct wait *wait)
{
	struct opening own;

	if (!find_opening(wait->scene, wait->task, &own)) {
		wait_is(wait, RANK_OTHER, "the opening of a file", "open(2)");
		return;
	}
	wait_is(wait, RANK_DATA,
		scenario_text("somebody who opens the FIFO %s for %s", own.path,
			own.reads ? "writing" : "reading"),
		"fifo(7)");
	if (!tell_knot(wait, &own))
		tell_nobody(wait, &own);
}

const struct way waits_in_open[] = {
	{ SYS_open, explain_open },
	{ SYS_openat, explain_open },
	{ SYS_openat2, explain_open },
	{ .explain = NULL },
};
