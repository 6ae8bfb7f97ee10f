#include "harness/explore/replay.h"

#include <errno.h>
#include <string.h>

#include "harness/explore/describe.h"
#include "harness/explore/story.h"

static void put_output(struct buf *out, const struct session_result *result)
{
	if (result->output.length)
		buf_printf(out, "\nIts output:\n%s", result->output.data);
	if (result->errors.length)
		buf_printf(out, "\nIts messages on standard error:\n%s", result->errors.data);
}

static void put_end(struct buf *out, struct lines *lines, const struct session_result *result)
{
	static const char *const ends[] = {
		[SESSION_ENDED] = "All processes have ended.\n",
		[SESSION_DEADLOCK] = "Nobody can go on:\n",
		[SESSION_LIVELOCK] = "All go on asking, and nothing changes:\n",
		[SESSION_STOPPED] = "It was stopped.\n",
		[SESSION_UNFINISHED] =
			"The run was not finished: it took too much CPU time, or too many "
			"steps.\n",
	};
	const struct arena *arena = result->arena;

	buf_adds(out, "\n");
	describe_choices(out, lines, arena);
	buf_adds(out, ends[result->end]);
	if (result->end == SESSION_DEADLOCK || result->end == SESSION_LIVELOCK)
		describe_waits(out, lines, result);
	for (uint32_t i = 0; i < arena->findings_count; i++)
		describe_race(out, lines, arena, &arena->findings[i]);
	put_output(out, result);
}

/* What the plain run did is part of some schedules; it is the same for every seed. */
static int run_plainly(
	struct session *session, struct session_profile *profile, int *ret_plain_status)
{
	const struct schedule_name plain = { .strategy = 0 };
	const struct session_order order = schedule_name_order(&plain, NULL);
	struct session_result result;
	int error = session_run(session, &order, &result);

	if (error)
		return error;
	session_profile_take(profile, result.arena);
	*ret_plain_status = result.status;
	session_result_release(&result);
	return 0;
}

int replay_named(const struct session_program *program, const struct schedule_name *schedule,
	const struct decisions *decisions, struct buf *out, struct buf *why)
{
	struct session_order order;
	struct session_profile profile;
	struct session_result result;
	struct session *session;
	struct lines *lines;
	int plain_status;
	int error = session_open(&session, program, why);

	if (error)
		return error;
	error = run_plainly(session, &profile, &plain_status);
	order = schedule ? schedule_name_order(schedule, &profile)
			 : schedule_order_again(decisions);
	if (!error)
		error = session_run(session, &order, &result);
	if (error) {
		buf_printf(why, "the run has failed: %s", strerror(-error));
		session_close(session);
		return error;
	}
	lines = lines_open();
	story_tell(out, lines, &result, NULL, 0);
	put_end(out, lines, &result);
	lines_close(lines);
	session_result_release(&result);
	session_close(session);
	return 0;
}

/*** one that is kept ***/

/* A session, and what its run has shown. */
struct replay {
	const struct kept *kept;
	struct session *session;
	struct lines *lines;
	int plain_status;
	struct session_order order;
	struct session_result result;
	struct sightings sightings;
	const struct sighting *sighting; /* the fault; NULL: it was not seen */
};

static void close_replay(struct replay *replay)
{
	session_result_release(&replay->result);
	if (replay->lines)
		lines_close(replay->lines);
	session_close(replay->session);
}

static int run_kept(struct replay *replay)
{
	struct session_profile profile;
	int error = 0;

	/* Each run may leave something behind that the next one finds. */
	if (replay->kept->kind == EXPLORED_STATUS)
		error = run_plainly(replay->session, &profile, &replay->plain_status);
	replay->order = schedule_order_again(&replay->kept->decisions);
	if (!error)
		error = session_run(replay->session, &replay->order, &replay->result);
	if (error)
		return error;
	sightings_take(&replay->sightings, replay->lines, &replay->result, replay->plain_status);
	replay->sighting =
		sightings_find(&replay->sightings, replay->kept->kind, replay->kept->identity);
	return 0;
}

static int open_replay(
	struct replay *ret, const struct kept *kept, const char *library, struct buf *why)
{
	const struct session_program program = kept_program(kept, library);
	int error;

	*ret = (struct replay){ .kept = kept };
	error = session_open(&ret->session, &program, why);
	if (error)
		return error;
	ret->lines = lines_open();
	error = run_kept(ret);
	if (error) {
		buf_printf(why, "the run has failed: %s", strerror(-error));
		close_replay(ret);
	}
	return error;
}

int replay_kept(const struct kept *kept, const char *library, struct buf *out, struct buf *why)
{
	struct replay replay;
	int shows, error = open_replay(&replay, kept, library, why);

	if (error)
		return error;
	shows = replay.sighting != NULL;
	story_tell(out, replay.lines, &replay.result, replay.sighting, 0);
	if (shows) {
		buf_addch(out, '\n');
		sighting_tell(
			out, replay.sighting, replay.lines, &replay.result, replay.plain_status);
		put_output(out, &replay.result);
	} else {
		put_end(out, replay.lines, &replay.result);
	}
	close_replay(&replay);
	return shows;
}

/*** stopping in it ***/

struct looker {
	void (*look)(void *data, pid_t pid);
	void *data;
	unsigned process;
	bool looked;
};

static void look(void *data, const struct arena *arena)
{
	struct looker *looker = data;
	unsigned index = looker->process - 1;

	if (index >= arena->processes_count || arena->processes[index].buried)
		return;
	looker->looked = true;
	looker->look(looker->data, arena->processes[index].pid);
}

/* A run that cannot go on stops by itself; others where the fault is. */
static void set_stop(struct session_order *order, const struct replay *replay, uint32_t step)
{
	const struct sighting *sighting = replay->sighting;

	if (step)
		order->stop_before = step;
	else if (sighting->kind == EXPLORED_RACE)
		order->stop_in_race = sighting->which + 1;
	else if (sighting->kind == EXPLORED_CRASH || sighting->kind == EXPLORED_STATUS)
		order->stop_before = story_length(&replay->result, sighting);
}

int replay_stop(const struct kept *kept, const char *library, const struct replay_stop *stop,
	struct buf *why)
{
	struct looker looker = { .look = stop->look, .data = stop->data, .process = stop->process };
	struct session_result result;
	struct replay replay;
	int error = open_replay(&replay, kept, library, why);

	if (error)
		return error;
	if (!replay.sighting && !stop->step) {
		buf_adds(why, "the schedule does not show the fault, so there is nowhere to stop");
		close_replay(&replay);
		return -ESRCH;
	}
	set_stop(&replay.order, &replay, stop->step);
	replay.order.stopped = look;
	replay.order.data = &looker;
	error = session_run(replay.session, &replay.order, &result);
	if (!error)
		session_result_release(&result);
	if (error)
		buf_printf(why, "the run has failed: %s", strerror(-error));
	else if (!looker.looked)
		buf_printf(why, "there is no process %u at that point", stop->process);
	close_replay(&replay);
	return error ? error : looker.looked ? 0 : -ESRCH;
}
