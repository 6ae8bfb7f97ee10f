/*
 * Waits for one of several descriptors: poll, select, epoll.  Each is told as if it were read
 * from, or written to, alone.
 */
#include <poll.h>
#include <string.h>
#include <sys/syscall.h>

#include "harness/scenario/stage.h"
#include "harness/scenario/waits.h"

/* One descriptor that is waited for, and what for. */
struct wanted {
	int number;
	bool writes;
};

enum { MOST_WANTED = 64, MOST_TOLD = 4 };

struct wanted_list {
	struct wanted list[MOST_WANTED];
	size_t count;
};

static void add_wanted(struct wanted_list *wanted, long number, long events)
{
	if (wanted->count < MOST_WANTED)
		wanted->list[wanted->count++] = (struct wanted){
			.number = (int)number,
			.writes = !(events & POLLIN) && (events & POLLOUT),
		};
}

/* A socket that listens is ready when somebody connects. */
static bool listens(const struct scene *scene, const struct seen_fd *fd)
{
	const char *number = strchr(fd->target, '[');
	const struct seen_fact *fact =
		number ? scene_fact(scene, "socket", strtol(number + 1, NULL, 10)) : NULL;

	return strcmp(fact_text(fact, 3), "listen") == 0;
}

static void explain_one(struct wait *wait, const struct wanted *wanted)
{
	const struct seen_fd *fd = scene_fd(wait->scene, wait->task->tgid, wanted->number);

	if (fd && strcmp(fd->kind, "socket") == 0 && listens(wait->scene, fd))
		wait_accept(wait, fd);
	else
		wait_on_descriptor(wait, wanted->number, wanted->writes);
}

/* Each as a wait of its own, whose reason goes into the one that there is. */
static void explain_several(struct wait *wait, const struct wanted_list *wanted)
{
	wait_is(wait, RANK_END,
		scenario_text("one of %zu descriptors to become ready", wanted->count), "poll(2)");
	for (size_t i = 0; i < wanted->count; i++) {
		struct wait alone = *wait;

		alone.why = alone.advice = (struct buf)BUF_INIT;
		explain_one(&alone, &wanted->list[i]);
		if (i < MOST_TOLD)
			buf_printf(&wait->why, "%s%c%s: %s", i ? " " : "",
				alone.on[0] >= 'a' && alone.on[0] <= 'z' ? alone.on[0] - 'a' + 'A'
									 : alone.on[0],
				alone.on[0] ? alone.on + 1 : "", alone.why.data);
		if (alone.rank <= wait->rank && alone.advice.length) {
			wait->rank = alone.rank;
			buf_reset(&wait->advice);
			buf_adds(&wait->advice, alone.advice.data);
		}
		memcpy(wait->awaited, alone.awaited, sizeof(wait->awaited));
		wait->awaited_count = alone.awaited_count;
		buf_release(&alone.why);
		buf_release(&alone.advice);
	}
	if (wanted->count > MOST_TOLD)
		buf_printf(&wait->why, " And %zu more.", wanted->count - MOST_TOLD);
}

static void explain_wanted(struct wait *wait, const struct wanted_list *wanted)
{
	if (wanted->count == 0) {
		wait_is(wait, RANK_OTHER, "nothing: it names no descriptor and no time-out",
			"poll(2)");
		buf_adds(&wait->why, "Only a signal could end this wait. ");
		wait_add_others(wait, "send one");
	} else if (wanted->count == 1) {
		explain_one(wait, &wanted->list[0]);
	} else {
		explain_several(wait, wanted);
	}
}

static void explain_poll(struct wait *wait)
{
	struct wanted_list wanted = { .count = 0 };
	const struct seen_fact *fact;
	size_t at = 0;

	while ((fact = scene_next(wait->scene, "wants", wait->task->tid, &at)))
		add_wanted(&wanted, fact_number(fact, 1), fact_number(fact, 2));
	explain_wanted(wait, &wanted);
}

/* What an epoll descriptor watches is told with it: info TGID NUMBER watches FD EVENTS. */
static void explain_epoll(struct wait *wait)
{
	struct wanted_list wanted = { .count = 0 };
	const struct seen_fact *fact;
	size_t at = 0;

	while ((fact = scene_next(wait->scene, "info", wait->task->tgid, &at)))
		if (fact_number(fact, 1) == (int)wait->task->arguments[0] &&
			strcmp(fact_text(fact, 2), "watches") == 0)
			add_wanted(&wanted, fact_number(fact, 3), fact_number(fact, 4));
	explain_wanted(wait, &wanted);
}

const struct way waits_until_ready[] = {
	{ SYS_poll, explain_poll },
	{ SYS_ppoll, explain_poll },
	{ SYS_select, explain_poll },
	{ SYS_pselect6, explain_poll },
	{ SYS_epoll_wait, explain_epoll },
	{ SYS_epoll_pwait, explain_epoll },
	{ SYS_epoll_pwait2, explain_epoll },
	{ .explain = NULL },
};
