/*
 * Pumping the streams, and knowing when nothing happens any more.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>

#include "sandbox/keeper.h"
#include "sandbox/spins.h"
#include "sandbox/timers.h"

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

int box_watch_ledger(struct box *box, struct ledger *ledger)
{
	if (box->ledger)
		return -ENOSPC;
	box->ledger = ledger;
	return 0;
}

static void set_timer(const struct box *box, int64_t wait_us)
{
	const struct itimerspec when = { .it_value = {
						 wait_us / 1000000, wait_us % 1000000 * 1000 } };

	timerfd_settime(box->timer, 0, &when, NULL);
}

/* Until an event, a stream that moves, init's death, or the time to look again. */
static void wait_for_any(struct box *box, int64_t wait_us)
{
	struct pollfd polled[4 + KEEPER_FEEDS + KEEPER_CAPTURES] = {
		{ box->wire, POLLIN, 0 },
		{ box->death, POLLIN, 0 },
		{ box->timer, POLLIN, 0 },
	};
	nfds_t count = 3;

	for (size_t i = 0; i < box->feeds_count; i++)
		if (feed_pending(box->feeds[i]))
			polled[count++] = (struct pollfd){ box->feeds[i]->fd, POLLOUT, 0 };
	for (size_t i = 0; i < box->captures_count; i++)
		if (box->captures[i]->fd >= 0 && !box->captures[i]->paused)
			polled[count++] = (struct pollfd){ box->captures[i]->fd, POLLIN, 0 };
	if (box->ledger && box->ledger->fd >= 0)
		polled[count++] = (struct pollfd){ box->ledger->fd, POLLIN, 0 };
	set_timer(box, wait_us);
	poll(polled, count, -1);
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
	if (box->ledger)
		moved |= ledger_move(box->ledger);
	return moved;
}

/*** settling ***/

/* The pause before the first look at what has just been set going, and the shortest later on. */
enum { FIRST_US = 300, SHORTEST_US = 100 };

/* From a quarter of the CPU time on progress is watched; its last half decides. */
static bool watches_progress(const struct box *box)
{
	return box->figures.cpu_us > (int64_t)box->limits.cpu_ms * 1000 / 4;
}

static int sample(struct box *box, struct wire_sample *ret)
{
	bool watched = watches_progress(box);
	const struct wire_note question = { .kind = WIRE_SAMPLE, .value = watched };
	int error = keeper_ask(box, &question, NULL, 0);

	if (error < 0)
		return error;
	if (error > 0 || box->message.length != sizeof(*ret))
		return -EBADMSG;
	memcpy(ret, box->message.payload, sizeof(*ret));
	box->figures.tasks = ret->tasks;
	if (ret->cpu_us > box->figures.cpu_us)
		box->figures.cpu_us = ret->cpu_us;
	/* Bytes that are counted for the first time are no progress. */
	if (ret->progress != box->progress && watched == box->watched)
		box->progress_cpu_us = ret->cpu_us;
	box->progress = ret->progress;
	box->watched = watched;
	return 0;
}

static bool output_is_over(const struct box *box)
{
	for (size_t i = 0; i < box->captures_count; i++)
		if (box->captures[i]->over)
			return true;
	return false;
}

/* The kernel's word on the control group, read now and then: a file costs as much as a task. */
static struct outcome look_at_group(struct box *box)
{
	enum { OFTEN_ENOUGH_US = 10000 };
	int64_t now_us = keeper_now_us();

	if (now_us - box->group_seen_us < OFTEN_ENOUGH_US)
		return (struct outcome){ OUTCOME_RUNNING, 0 };
	box->group_seen_us = now_us;
	return keeper_group_says(box);
}

/* The limit that is passed, RUNNING for none. */
static struct outcome passed_limit(struct box *box, const struct wire_sample *now)
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
		{ box->calm_us > (int64_t)l->wall_ms * 1000,
			{ OUTCOME_WALL_LIMIT, (int)l->wall_ms } },
	};

	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++)
		if (checks[i].passed)
			return checks[i].outcome;
	return look_at_group(box);
}

int box_condemn(struct box *box, struct outcome outcome)
{
	int error;

	if (box->over.kind == OUTCOME_RUNNING)
		box->over = outcome;
	box->figures.ended_by_us = true;
	/* No SIGCONT before it: a stopped task dies of SIGKILL, a continued one might go on. */
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

/*
 * From a pause after which nothing had moved to the next one.  Bounded, so that
 * limits hold, but so that sampling takes at most a tenth of the time: reading
 * sixty tasks costs as much as some programs do.
 */
static int64_t longer(int64_t pause_us, int64_t cost_us)
{
	enum { LONGEST = 5000, SHARE = 10 };
	int64_t longest = cost_us * SHARE > LONGEST ? cost_us * SHARE : LONGEST;

	if (pause_us == 0)
		return SHORTEST_US;
	return pause_us * 2 < longest ? pause_us * 2 : longest;
}

/* Pumps until nothing has moved for a pause, or it is time to look at the limits again. */
static int pump_out(struct box *box, int64_t pause_us, int64_t sampled_us)
{
	enum { OFTEN_ENOUGH_US = 10000, QUIET_US = 100 };
	int any = 0;

	for (;;) {
		int moved = box_pump(box, pause_us);

		if (moved <= 0)
			return moved < 0 ? moved : any;
		any = 1;
		if (keeper_now_us() - sampled_us > OFTEN_ENOUGH_US)
			return any;
		/* Once nobody is left, what is in the pipes is all that will ever come. */
		pause_us = box->empty ? 0 : QUIET_US;
	}
}

/* What box_settle() remembers from one sample to the next. */
struct watch {
	struct wire_sample before;
	int64_t before_us; /* when it was taken */
	int64_t cost_us; /* what it took */
	int64_t pause_us;
	bool for_good; /* every process is asked for its timers, not suspects alone */
	bool sure; /* no timer is pending, and nothing has moved since that was found */
	int64_t pending_us; /* until then one is, or one that cannot be asked may be */
};

/* Asks the processes for their timers. 0 or a negative errno. */
static int ask_for_timers(struct box *box, struct watch *watch, const struct wire_sample *now)
{
	/* An interval of a millisecond is not followed beat by beat. */
	enum { SOONEST_US = 10000, UNKNOWN_US = 100000 };
	const struct wire_note question = { .kind = WIRE_TIMERS, .value = watch->for_good };
	int state = keeper_ask(box, &question, NULL, 0);
	int64_t now_us = keeper_now_us();
	int64_t until_us;

	if (state < 0)
		return state;
	if (box->message.length != sizeof(until_us))
		return -EBADMSG;
	memcpy(&until_us, box->message.payload, sizeof(until_us));
	if (state == TIMERS_PENDING)
		watch->pending_us = until_us - now_us > SOONEST_US ? until_us : now_us + SOONEST_US;
	/* Who cannot be asked and may have an alarm is never called deadlocked. */
	else if (state == TIMERS_UNKNOWN && now->suspects > 0)
		watch->pending_us = now_us + UNKNOWN_US;
	else
		watch->sure = state == TIMERS_NONE || state == TIMERS_UNKNOWN;
	return 0;
}

/*
 * Of a box in which everybody sleeps: whether a timer will end that.  1: nothing has
 * happened still; 0: somebody was asked, and has to fall asleep again; or a
 * negative errno.
 */
static int look_at_timers(struct box *box, struct watch *watch, struct wire_sample *now)
{
	if (now->tasks == 0 || now->busy > 0 || now->timed > 0 || watch->sure ||
		!(now->suspects > 0 || watch->for_good))
		return 1;
	if (watch->pending_us > watch->before_us) {
		now->timed = 1;
		return 1;
	}
	return ask_for_timers(box, watch, now);
}

/* Takes the next sample. 1: nothing has happened since the one before, 0, or a negative errno. */
static int look_again(struct box *box, struct watch *watch, struct wire_sample *now)
{
	int moved = pump_out(box, watch->pause_us, watch->before_us);
	int64_t begun_us = keeper_now_us();
	int error = moved;
	int same;

	if (moved >= 0 && box->empty) /* init has told: there is nobody to look at */
		return 0;
	if (moved >= 0)
		error = sample(box, now);

	if (error)
		return error;
	if (moved)
		box->progress_cpu_us = now->cpu_us;
	watch->cost_us = keeper_now_us() - begun_us;
	moved |= box_pump(box, 0);
	if (moved < 0)
		return moved;
	same = !moved && now->signature == watch->before.signature;
	if (moved)
		watch->sure = false;
	if (same) {
		same = look_at_timers(box, watch, now);
		if (same < 0)
			return same;
	}
	if (now->busy == 0)
		box->calm_us += begun_us - watch->before_us;
	if (same && now->busy == 0 && now->timed > 0)
		box->idle_us += begun_us - watch->before_us;
	watch->before_us = begun_us;
	watch->before = *now;
	/* The second sample of two follows at once; a busy box gets longer pauses. */
	watch->pause_us = moved || (now->busy == 0 && now->timed == 0)
				  ? 0
				  : longer(watch->pause_us, watch->cost_us);
	return same;
}

/*
 * CPU time is used up.  It went into waiting when nothing came of its last half and
 * every task that runs is seen to wait in a loop; a program that computes, or that
 * cannot be looked at, was just too slow.
 */
static void look_who_spins(struct box *box)
{
	int64_t half_us = (int64_t)box->limits.cpu_ms * 1000 / 2;

	if (keeper_look_at_spins(box) == 0 &&
		box->figures.cpu_us - box->progress_cpu_us > half_us && spins_in_vain(box->spins))
		box->over.kind = OUTCOME_SPINNING;
}

static int enforce(struct box *box, const struct wire_sample *now)
{
	struct outcome limit = passed_limit(box, now);

	if (limit.kind == OUTCOME_RUNNING || box->over.kind != OUTCOME_RUNNING)
		return 0;
	box->over = limit;
	if (limit.kind == OUTCOME_CPU_LIMIT) {
		/* Looking at them disturbs them: how they end from now on says nothing. */
		box->witnessed = true;
		look_who_spins(box);
	}
	return box_condemn(box, limit);
}

/*
 * A task that wants a CPU and gets none uses up no limit: a machine that runs
 * nothing of the box for ten times as long as either may last has failed, not the program.
 */
static bool is_neglected(const struct box *box)
{
	enum { PATIENCE = 10 };
	const struct limits *l = &box->limits;
	int64_t longest_ms = l->wall_ms > l->cpu_ms ? l->wall_ms : l->cpu_ms;

	return keeper_now_us() - box->opened_us > longest_ms * 1000 * PATIENCE;
}

const char *box_trouble(int error)
{
	return error == -ETIME    ? "this machine hardly runs the programs of a box"
	       : error == -ENOMEM ? "this machine is out of memory"
				  : "the box is gone";
}

static int settle(struct box *box, bool for_good, enum box_rest *ret)
{
	/* What has just been started is busy: the first look comes after a pause. */
	struct watch watch = {
		.before = { .busy = 1 },
		.before_us = keeper_now_us(),
		.pause_us = FIRST_US,
		.for_good = for_good,
	};

	for (;;) {
		struct wire_sample now = { 0 };
		int same = look_again(box, &watch, &now);
		int error = same < 0 ? same : enforce(box, &now);

		if (box->starved)
			error = -ENOMEM;
		else if (!error && is_neglected(box))
			error = -ETIME;
		if (error)
			return error;
		if (now.tasks == 0 && peers_ended(box)) {
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
	}
}

int box_settle(struct box *box, enum box_rest *ret)
{
	return settle(box, false, ret);
}

int box_settle_for_good(struct box *box, enum box_rest *ret)
{
	return settle(box, true, ret);
}

void box_figures(const struct box *box, struct box_figures *ret)
{
	*ret = box->figures;
	ret->wall_us = keeper_now_us() - box->opened_us;
}
