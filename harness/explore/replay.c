#include "harness/explore/replay.h"

#include <string.h>

#include "harness/explore/describe.h"
#include "harness/explore/story.h"

static void put_end(struct buf *out, struct lines *lines, const struct session_result *result)
{
	static const char *const ends[] = {
		[SESSION_ENDED] = "All processes have ended.\n",
		[SESSION_DEADLOCK] = "Nobody can go on:\n",
		[SESSION_LIVELOCK] = "All go on asking, and nothing changes:\n",
		[SESSION_UNFINISHED] =
			"The run was not finished: it took too much CPU time, or too many "
			"steps.\n",
	};
	const struct arena *arena = result->arena;

	buf_printf(out, "\n%s", ends[result->end]);
	if (result->end == SESSION_DEADLOCK || result->end == SESSION_LIVELOCK)
		describe_waits(out, lines, result);
	for (uint32_t i = 0; i < arena->findings_count; i++)
		describe_race(out, lines, arena, &arena->findings[i]);
	if (result->output.length)
		buf_printf(out, "\nIts output:\n%s", result->output.data);
}

static int run_once(struct session *session, const struct schedule_name *name,
	const struct session_profile *profile, struct session_result *ret)
{
	const struct session_order order = schedule_name_order(name, profile);

	return session_run(session, &order, ret);
}

/* What the plain run did is part of some schedules; it is the same for every seed. */
static int run_plainly(struct session *session, struct session_profile *profile)
{
	const struct schedule_name plain = { .strategy = 0 };
	struct session_result result;
	int error = run_once(session, &plain, NULL, &result);

	if (error)
		return error;
	session_profile_take(profile, result.arena);
	session_result_release(&result);
	return 0;
}

int replay_named(const struct session_program *program, const struct schedule_name *schedule,
	struct buf *out, struct buf *why)
{
	struct session_profile profile;
	struct session_result result;
	struct session *session;
	struct lines *lines;
	int error = session_open(&session, program, why);

	if (error)
		return error;
	error = run_plainly(session, &profile);
	if (!error)
		error = run_once(session, schedule, &profile, &result);
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
