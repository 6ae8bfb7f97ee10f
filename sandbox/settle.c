/*
 * Pumping the streams, and knowing when nothing happens any more.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "sandbox/keeper.h"

int64_t keeper_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/*** pumping ***/

int box_watch_feed(struct box *box, struct feed *feed)
{
	if (box->feeds_count == KEEPER_FEEDS)
		return -ENOSPC;
	box->feeds[box->feeds_count++] = feed;
	return 0;
}

int box_watch_capture(struct box *box, struct capture *capture)
{
	if (box->captures_count == KEEPER_CAPTURES)
		return -ENOSPC;
	box->captures[box->captures_count++] = capture;
	return 0;
}

static void wait_for_any(struct box *box, int64_t wait_us)
{
	struct pollfd polled[1 + KEEPER_FEEDS + KEEPER_CAPTURES] = { { .fd = box->wire,
		.events = POLLIN } };
	struct timespec timeout = { wait_us / 1000000, wait_us % 1000000 * 1000 };
	nfds_t count = 1;

	for (size_t i = 0; i < box->feeds_count; i++)
		if (feed_pending(box->feeds[i]))
			polled[count++] = (struct pollfd){ box->feeds[i]->fd, POLLOUT, 0 };
	for (size_t i = 0; i < box->captures_count; i++)
		if (box->captures[i]->fd >= 0 && !box->captures[i]->paused)
			polled[count++] = (struct pollfd){ box->captures[i]->fd, POLLIN, 0 };
	ppoll(polled, count, &timeout, NULL);
}

int box_pump(struct box *box, int64_t wait_us)
{
	int moved;

	if (wait_us > 0)
		wait_for_any(box, wait_us);
	moved = keeper_take_events(box);
	if (moved < 0)
		return moved;
	for (size_t i = 0; i < box->feeds_count; i++)
		moved |= feed_move(box->feeds[i]);
	for (size_t i = 0; i < box->captures_count; i++)
		moved |= capture_move(box->captures[i]);
	return moved;
}

/*** settling ***/

static int sample(struct box *box, struct wire_sample *ret)
{
	int error = keeper_ask(box, &(struct wire_message){ .kind = WIRE_SAMPLE });

	if (error)
		return error;
	if (box->message.length != sizeof(*ret))
		return -EBADMSG;
	memcpy(ret, box->message.payload, sizeof(*ret));
	box->figures.tasks = ret->tasks;
	if (ret->cpu_us > box->figures.cpu_us)
		box->figures.cpu_us = ret->cpu_us;
	return 0;
}

static bool output_is_over(const struct box *box)
{
	for (size_t i = 0; i < box->captures_count; i++)
		if (box->captures[i]->over)
			return true;
	return false;
}

/* The limit that is passed, RUNNING for none. */
static struct outcome passed_limit(const struct box *box, const struct wire_sample *now)
{
	const struct limits *l = &box->limits;
	const struct {
		bool passed;
		struct outcome outcome;
	} checks[] = {
		{ output_is_over(box), { OUTCOME_OUTPUT_LIMIT, (int)l->output_kib } },
		{ now->memory_kib > (uint64_t)l->memory_mib << 10,
			{ OUTCOME_MEMORY_LIMIT, (int)l->memory_mib } },
		{ now->tasks >= l->tasks, { OUTCOME_PROCESS_LIMIT, (int)l->tasks } },
		{ now->cpu_us > (int64_t)l->cpu_ms * 1000, { OUTCOME_CPU_LIMIT, (int)l->cpu_ms } },
		{ box->idle_us > (int64_t)l->idle_ms * 1000,
			{ OUTCOME_WALL_LIMIT, (int)l->idle_ms } },
		{ keeper_now_us() - box->opened_us > (int64_t)l->wall_ms * 1000,
			{ OUTCOME_WALL_LIMIT, (int)l->wall_ms } },
	};

	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++)
		if (checks[i].passed)
			return checks[i].outcome;
	return (struct outcome){ OUTCOME_RUNNING, 0 };
}

int box_condemn(struct box *box, struct outcome outcome)
{
	int error;

	if (box->over.kind == OUTCOME_RUNNING)
		box->over = outcome;
	box->figures.ended_by_us = true;
	/* A stopped task dies of SIGKILL as well, but let none be told apart by luck. */
	box_signal(box, -1, SIGCONT);
	error = box_signal(box, -1, SIGKILL);
	return error == -ESRCH ? 0 : error;
}

static bool peers_ended(const struct box *box)
{
	for (size_t i = 0; i < box->peers_count; i++)
		if (box->peers[i].outcome.kind == OUTCOME_RUNNING)
			return false;
	return true;
}

/* From a pause after which nothing had moved to the next one; bounded, so that limits hold. */
static int64_t longer(int64_t pause_us)
{
	enum { SHORTEST = 100, LONGEST = 5000 };

	if (pause_us == 0)
		return SHORTEST;
	return pause_us * 2 < LONGEST ? pause_us * 2 : LONGEST;
}

int box_settle(struct box *box, enum box_rest *ret)
{
	struct wire_sample before = { .busy = 1 };
	int64_t pause_us = 0;
	int64_t before_us = keeper_now_us();

	for (;;) {
		struct wire_sample now;
		struct outcome limit;
		bool same;
		int moved = box_pump(box, pause_us);
		int error = moved < 0 ? moved : sample(box, &now);

		if (error)
			return error;
		moved |= box_pump(box, 0);
		if (moved < 0)
			return moved;
		same = !moved && now.signature == before.signature;
		if (same && now.busy == 0 && now.timed > 0)
			box->idle_us += keeper_now_us() - before_us;
		before_us = keeper_now_us();
		limit = passed_limit(box, &now);
		if (limit.kind != OUTCOME_RUNNING && box->over.kind == OUTCOME_RUNNING) {
			error = box_condemn(box, limit);
			if (error)
				return error;
		}
		if (now.tasks == 0 && !moved && peers_ended(box)) {
			*ret = BOX_EMPTY;
			return 0;
		}
		/* Once every peer has ended, what only sleeps on is left over, and not waited for.
		 */
		if (same && now.tasks > 0 && now.busy == 0 &&
			(now.timed == 0 || peers_ended(box)) && box->over.kind == OUTCOME_RUNNING) {
			*ret = BOX_SETTLED;
			return 0;
		}
		/* The second sample of two follows at once; a busy box gets longer pauses. */
		pause_us = moved || (now.busy == 0 && now.timed == 0) ? 0 : longer(pause_us);
		before = now;
	}
}

void box_figures(const struct box *box, struct box_figures *ret)
{
	*ret = box->figures;
	ret->wall_us = keeper_now_us() - box->opened_us;
}
