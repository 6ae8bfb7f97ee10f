/*
 * Waits on descriptors: which kind each is, and what the simple kinds wait for.
 */
#include <string.h>
#include <sys/syscall.h>

#include "harness/base/inside.h"
#include "harness/scenario/stage.h"
#include "harness/scenario/waits.h"

/*** who holds what ***/

static bool is_same_file(const struct seen_fd *a, const struct seen_fd *b)
{
	return a->file[0] ? strcmp(a->file, b->file) == 0 : strcmp(a->target, b->target) == 0;
}

void wait_list_holders(
	struct wait *wait, const struct seen_fd *fd, bool writers, struct holders *holders)
{
	enum { SHOWN = 6 };

	for (size_t i = 0; i < wait->scene->fds_count; i++) {
		const struct seen_fd *held = &wait->scene->fds[i];

		if (!is_same_file(fd, held) || !(writers ? held->writes : held->reads))
			continue;
		if (held->tgid == wait->task->tgid)
			holders->own = held->number;
		wait_for_process(wait, held->tgid);
		if (holders->count++ < SHOWN)
			buf_printf(&holders->list, "%s%s, descriptor %d",
				holders->count > 1 ? "; " : "", wait_process(wait, held->tgid),
				held->number);
	}
	if (holders->count > SHOWN)
		buf_printf(&holders->list, "; and %zu more", holders->count - SHOWN);
}

const char *wait_path(const struct seen_fd *fd)
{
	const char *inside = inside_box(fd->target);

	return inside ? inside : fd->target;
}

/*** simple kinds ***/

static void read_counter(struct wait *wait, const struct seen_fd *fd)
{
	cleanup_buf struct buf act = BUF_INIT;

	wait_is(wait, RANK_SEMAPHORE, scenario_text("the eventfd of descriptor %d", fd->number),
		"eventfd(2)");
	buf_adds(&wait->why, "Its counter is 0. ");
	buf_printf(&act, "write to it");
	wait_add_others(wait, act.data);
	buf_adds(&wait->advice, "Check the counter that it starts with, and that each read has its "
				"write.");
}

static void write_counter(struct wait *wait, const struct seen_fd *fd)
{
	wait_is(wait, RANK_FULL, scenario_text("the eventfd of descriptor %d", fd->number),
		"eventfd(2)");
	buf_adds(&wait->why, "Its counter has no room for what is added. ");
	wait_add_others(wait, "read it");
}

static void read_timer(struct wait *wait, const struct seen_fd *fd)
{
	wait_is(wait, RANK_ITSELF, scenario_text("the timer of descriptor %d", fd->number),
		"timerfd_create(2)");
	buf_adds(&wait->why, "That timer is not set, so it never expires.");
	buf_adds(&wait->advice,
		"Set it with timerfd_settime(): an it_value of zero switches it off.");
}

static void read_process(struct wait *wait, const struct seen_fd *fd)
{
	size_t at = 0;
	const struct seen_fact *fact;

	wait_is(wait, RANK_END, scenario_text("the end of a process (descriptor %d)", fd->number),
		"pidfd_open(2)");
	while ((fact = scene_next(wait->scene, "info", wait->task->tgid, &at)))
		if (fact_number(fact, 1) == fd->number &&
			strcmp(fact_text(fact, 2), "process") == 0) {
			int tgid = (int)fact_number(fact, 3);

			buf_printf(&wait->why, "It waits for %s, which waits itself%s.",
				scene_process_name(wait->scene, tgid),
				wait_place(wait->scene, tgid));
			wait_for_process(wait, tgid);
			return;
		}
}

static void read_device(struct wait *wait, const struct seen_fd *fd)
{
	wait_is(wait, RANK_END,
		scenario_text("input from %s (descriptor %d)", wait_path(fd), fd->number),
		"read(2)");
	buf_adds(&wait->why, "Nothing is typed there.");
}

static void read_changes(struct wait *wait, const struct seen_fd *fd)
{
	wait_is(wait, RANK_OTHER,
		scenario_text("a change of a file that it watches (descriptor %d)", fd->number),
		"inotify(7)");
	wait_add_others(wait, "change one of these files");
}

/*** which kind ***/

static const struct {
	const char *kind;
	explain_descriptor *read, *write;
} kinds[] = {
	{ "pipe", wait_read_pipe, wait_write_pipe },
	{ "fifo", wait_read_fifo, wait_write_fifo },
	{ "socket", wait_read_socket, wait_write_socket },
	{ "mqueue", wait_read_queue, wait_write_queue },
	{ "eventfd", read_counter, write_counter },
	{ "timerfd", read_timer, NULL },
	{ "signalfd", wait_read_signals, NULL },
	{ "pidfd", read_process, NULL },
	{ "inotify", read_changes, NULL },
	{ "device", read_device, NULL },
};

void wait_on_descriptor(struct wait *wait, int number, bool writes)
{
	const struct seen_fd *fd = scene_fd(wait->scene, wait->task->tgid, number);

	wait_is(wait, RANK_OTHER, scenario_text("descriptor %d", number), "");
	if (!fd)
		return;
	wait->on = scenario_text("descriptor %d (%s)", number, wait_path(fd));
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		explain_descriptor *how = writes ? kinds[i].write : kinds[i].read;

		if (how && strcmp(fd->kind, kinds[i].kind) == 0)
			how(wait, fd);
	}
}

static void explain_read(struct wait *wait)
{
	wait_on_descriptor(wait, (int)wait->task->arguments[0], false);
}

static void explain_write(struct wait *wait)
{
	wait_on_descriptor(wait, (int)wait->task->arguments[0], true);
}

/* Whether the pipe that it moves bytes from is empty, or the one to them is full, nobody tells. */
static void explain_move(struct wait *wait)
{
	wait_on_descriptor(wait, (int)wait->task->arguments[0], false);
}

static void explain_sendfile(struct wait *wait)
{
	wait_on_descriptor(wait, (int)wait->task->arguments[0], true);
}

const struct way waits_on_descriptors[] = {
	{ SYS_read, explain_read },
	{ SYS_readv, explain_read },
	{ SYS_preadv2, explain_read },
	{ SYS_write, explain_write },
	{ SYS_writev, explain_write },
	{ SYS_pwritev2, explain_write },
	{ SYS_vmsplice, explain_write },
	{ SYS_splice, explain_move },
	{ SYS_tee, explain_move },
	{ SYS_sendfile, explain_sendfile },
	{ .explain = NULL },
};
