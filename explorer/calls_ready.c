/*
 * Waiting for readiness: poll, select, epoll.
 */
#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

#include "explorer/descriptor.h"
#include "explorer/raw.h"
#include "explorer/virtual_clock.h"

/* Whose readiness was seen is known to us: all that anybody did to any of them. */
static void acquire_all(const struct pollfd *polled, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (polled[i].revents)
			clock_acquire(key_of_fd(polled[i].fd));
}

static uint64_t until_after(const struct timespec *timeout)
{
	return timeout ? ARENA->now_ns + virtual_ns(timeout) : 0;
}

/*
 * All of these look without waiting, again and again while others act.  With a mask, a set of
 * signals in the kernel's form, others are let in while they wait: ppoll(2).
 */
static long look_until(
	struct call *call, const struct timespec *timeout, const uint64_t *mask, call_handler *look)
{
	struct masked masked = step_begin(OP_POLL, KEY_ANYTHING, call->place);
	uint64_t until = until_after(timeout);
	long result;

	if (call_interrupted(call)) {
		call->again = true;
		step_asked(&masked, 0);
		return 0;
	}
	while ((result = look(call)) == 0) {
		/* Never restarted: signal(7). */
		if (mask ? signals_let_in(*mask) : call_interrupted(call)) {
			result = -EINTR;
			break;
		}
		if (!timeout)
			step_wait(OP_POLL, KEY_ANYTHING);
		else if (!step_wait_until(OP_POLL, KEY_ANYTHING, until))
			break;
	}
	if (result == 0)
		step_asked(&masked, result);
	else
		step_end(&masked, 0, result);
	return result;
}

static long look_poll(struct call *call)
{
	static const struct timespec none;
	long count = raw(SYS_ppoll, call->args[0], call->args[1], &none, 0, 8);

	if (count > 0)
		acquire_all((void *)call->args[0], (size_t)call->args[1]); /* NOLINT */
	return count;
}

static struct timespec of_milliseconds(long ms)
{
	return (struct timespec){ ms / 1000, ms % 1000 * 1000000 };
}

static long on_poll(struct call *call)
{
	struct timespec timeout = of_milliseconds((int)call->args[2]);

	return look_until(call, (int)call->args[2] < 0 ? NULL : &timeout, NULL, look_poll);
}

static long on_ppoll(struct call *call)
{
	return look_until(
		call, (void *)call->args[2], (void *)call->args[3], look_poll); /* NOLINT */
}

/* The sets say what was asked, and then what was found: asked of copies. */
static long look_select(struct call *call)
{
	static const struct timespec none;
	size_t size = (size_t)(call->args[0] + 63) / 64 * 8;
	fd_set sets[3];
	void *given[3] = { NULL, NULL, NULL };
	long count;

	for (int i = 0; i < 3; i++)
		if (call->args[1 + i]) {
			copy(&sets[i], (const void *)call->args[1 + i], size); /* NOLINT */
			given[i] = &sets[i];
		}
	count = raw(SYS_pselect6, call->args[0], given[0], given[1], given[2], &none, 0);
	if (count == 0)
		return 0;
	for (int i = 0; i < 3 && count > 0; i++) {
		for (int fd = 0; given[i] && fd < (int)call->args[0]; fd++)
			if (FD_ISSET(fd, &sets[i]))
				clock_acquire(key_of_fd(fd));
		if (given[i])
			copy((void *)call->args[1 + i], &sets[i], size); /* NOLINT */
	}
	return count;
}

static long clear_sets(struct call *call, long result)
{
	size_t size = (size_t)(call->args[0] + 63) / 64 * 8;

	for (int i = 1; i <= 3 && result == 0 && !call->again; i++)
		if (call->args[i])
			zero((void *)call->args[i], size); /* NOLINT */
	return result;
}

static long on_select(struct call *call)
{
	const struct timeval *given = (void *)call->args[4]; /* NOLINT */
	struct timespec timeout = { 0 };

	if (call->args[0] < 0 || call->args[0] > FD_SETSIZE)
		return -EINVAL;
	if (given)
		timeout = (struct timespec){ given->tv_sec, given->tv_usec * 1000 };
	return clear_sets(call, look_until(call, given ? &timeout : NULL, NULL, look_select));
}

static long on_pselect(struct call *call)
{
	/* The sixth argument holds two: select(2), C library/kernel differences. */
	const uint64_t *const *mask = (void *)call->args[5]; /* NOLINT */

	if (call->args[0] < 0 || call->args[0] > FD_SETSIZE)
		return -EINVAL;
	return clear_sets(call, look_until(call, (void *)call->args[4], /* NOLINT */
					mask ? *mask : NULL, look_select));
}

/* Which of them were ready is not told by number: everything is known to us then. */
static long look_epoll(struct call *call)
{
	long count = raw(SYS_epoll_wait, call->args[0], call->args[1], call->args[2], 0);

	if (count > 0)
		clock_join(&me()->clock, &ARENA->ended);
	if (count > 0)
		for (unsigned i = 0; i < ARENA->objects_count; i++)
			if (key_kind(ARENA->objects[i].key) == KEY_FD ||
				key_kind(ARENA->objects[i].key) == KEY_SOCKETS)
				clock_join(&me()->clock, &ARENA->objects[i].clock);
	return count;
}

static long on_epoll(struct call *call)
{
	struct timespec timeout = of_milliseconds((int)call->args[3]);
	const uint64_t *mask =
		call->number == SYS_epoll_pwait ? (void *)call->args[4] : NULL; /* NOLINT */

	return look_until(call, (int)call->args[3] < 0 ? NULL : &timeout, mask, look_epoll);
}

/* Who is told of changes only takes a part for all that there is: choice.h. */
static long on_epoll_control(struct call *call)
{
	const struct epoll_event *event = (void *)call->args[3]; /* NOLINT */

	if (call->args[1] != EPOLL_CTL_DEL && event && (event->events & EPOLLET))
		ARENA->exact = true;
	return call_make(call);
}

const struct call_entry calls_ready[] = {
	{ SYS_epoll_ctl, on_epoll_control },
	{ SYS_poll, on_poll },
	{ SYS_ppoll, on_ppoll },
	{ SYS_select, on_select },
	{ SYS_pselect6, on_pselect },
	{ SYS_epoll_wait, on_epoll },
	{ SYS_epoll_pwait, on_epoll },
	{ -1, NULL },
};
