#include "harness/explore/campaign.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "explorer/strategy.h"
#include "harness/base/cleanup.h"
#include "harness/base/digest.h"
#include "harness/base/fault.h"
#include "harness/explore/describe.h"

enum { STEPS_LIMIT = 1000000, UNFINISHED_MOST = 5 };

/* What a campaign knows while it runs. */
struct state {
	struct campaign *campaign;
	struct lines *lines;
	uint64_t *outputs; /* different ones, as hashes */
	int plain_status;
	unsigned run; /* from 1 */
	struct schedule_name schedule;
	struct session_profile profile; /* of the plain run */
};

const char *campaign_word(enum fault_kind_explored kind)
{
	static const char *const words[EXPLORED_KINDS] = {
		[EXPLORED_RACE] = "race",
		[EXPLORED_DEADLOCK] = "deadlock",
		[EXPLORED_LIVELOCK] = "livelock",
		[EXPLORED_CRASH] = "crash",
		[EXPLORED_STATUS] = "exit status",
	};

	return words[kind];
}

/* FNV-1a: enough to tell faults of one program apart. */
static uint64_t hash(uint64_t so_far, const void *bytes, size_t length)
{
	const unsigned char *byte = bytes;

	for (size_t i = 0; i < length; i++)
		so_far = (so_far ^ byte[i]) * 0x100000001b3ULL;
	return so_far;
}

static const uint64_t hash_begin = 0xcbf29ce484222325ULL;

/*** faults ***/

static struct explored_fault *find_fault(
	struct campaign *campaign, enum fault_kind_explored kind, uint64_t identity)
{
	for (size_t i = 0; i < campaign->faults_count; i++)
		if (campaign->faults[i].kind == kind && campaign->faults[i].identity == identity)
			return &campaign->faults[i];
	return NULL;
}

/* Counts it. The new one, whose text is to be written, or NULL: it is known. */
static struct explored_fault *count_fault(
	struct state *state, enum fault_kind_explored kind, uint64_t identity)
{
	struct campaign *campaign = state->campaign;
	struct explored_fault *fault = find_fault(campaign, kind, identity);

	if (fault) {
		fault->seen += fault->last != state->run;
		fault->last = state->run;
		return NULL;
	}
	campaign->faults = xreallocarray(
		campaign->faults, campaign->faults_count + 1, sizeof(*campaign->faults));
	fault = &campaign->faults[campaign->faults_count++];
	*fault = (struct explored_fault){
		.kind = kind,
		.identity = identity,
		.seen = 1,
		.first = state->run,
		.last = state->run,
		.schedule = state->schedule,
	};
	return fault;
}

/* One line of source may race with itself and others at several instructions: told once a pair. */
static void take_races(struct state *state, const struct arena *arena)
{
	for (uint32_t i = 0; i < arena->findings_count; i++) {
		cleanup_buf struct buf text = BUF_INIT, a = BUF_INIT, b = BUF_INIT;
		const struct explore_finding *race = &arena->findings[i];
		struct explored_fault *fault;
		uint64_t identity;

		lines_add(state->lines, &a, arena, race->sides[0].program, race->sides[0].place);
		lines_add(state->lines, &b, arena, race->sides[1].program, race->sides[1].place);
		/* The same in both orders. */
		identity = hash(hash_begin, a.data, a.length) + hash(hash_begin, b.data, b.length);
		fault = count_fault(state, EXPLORED_RACE, identity);
		if (!fault)
			continue;
		describe_race(&text, state->lines, arena, race);
		fault->text = buf_steal(&text);
	}
}

static void take_waits(
	struct state *state, const struct session_result *result, enum fault_kind_explored kind)
{
	cleanup_buf struct buf text = BUF_INIT;
	struct explored_fault *fault;

	buf_adds(&text, kind == EXPLORED_DEADLOCK
				? "Nobody can go on, and no time-out will end that:\n"
				: "All go on asking, and nothing changes any more:\n");
	fault = count_fault(state, kind, describe_waits_identity(state->lines, result->arena));
	if (!fault)
		return;
	describe_waits(&text, state->lines, result);
	fault->text = buf_steal(&text);
}

static bool is_crash(int status)
{
	if (!WIFSIGNALED(status))
		return false;
	switch (WTERMSIG(status)) {
	case SIGSEGV:
	case SIGBUS:
	case SIGFPE:
	case SIGILL:
	case SIGABRT:
	case SIGPIPE:
		return true;
	default:
		return false;
	}
}

static uint64_t last_place(const struct arena *arena, unsigned process)
{
	for (unsigned i = 0; i < arena->tasks_count; i++)
		if (arena->tasks[i].process == process && arena->tasks[i].number == 0)
			return arena->tasks[i].place;
	return 0;
}

static void take_crash(struct state *state, const struct arena *arena, unsigned process, int status)
{
	cleanup_buf struct buf text = BUF_INIT;
	struct explored_fault *fault;

	buf_printf(&text, "Process %u dies of SIG%s (%s); the last thing that it did was at ",
		process + 1, sigabbrev_np(WTERMSIG(status)), strsignal(WTERMSIG(status)));
	lines_add(state->lines, &text, arena, process, last_place(arena, process));
	buf_adds(&text, ".\n");
	fault = count_fault(state, EXPLORED_CRASH, hash(hash_begin, text.data, text.length));
	if (fault)
		fault->text = buf_steal(&text);
}

static void take_status(struct state *state, int status)
{
	cleanup_buf struct buf text = BUF_INIT;
	struct explored_fault *fault;

	if (is_crash(status) || status == state->plain_status || !WIFEXITED(status) ||
		!WIFEXITED(state->plain_status))
		return;
	buf_printf(&text, "The program ends with status %d, where its plain run ended with %d.\n",
		WEXITSTATUS(status), WEXITSTATUS(state->plain_status));
	fault = count_fault(state, EXPLORED_STATUS, (uint64_t)status);
	if (fault)
		fault->text = buf_steal(&text);
}

static void take_ends(struct state *state, const struct session_result *result)
{
	const struct arena *arena = result->arena;

	if (is_crash(result->status))
		take_crash(state, arena, 0, result->status);
	for (unsigned i = 1; i < arena->processes_count; i++)
		if (arena->processes[i].reaped && is_crash(arena->processes[i].status))
			take_crash(state, arena, i, arena->processes[i].status);
	if (state->run == 1)
		state->plain_status = result->status;
	else
		take_status(state, result->status);
}

static void take_output(struct state *state, const struct buf *output)
{
	uint64_t found = hash(hash_begin, output->data, output->length);

	for (unsigned i = 0; i < state->campaign->outputs; i++)
		if (state->outputs[i] == found)
			return;
	state->outputs = xreallocarray(
		state->outputs, state->campaign->outputs + 1, sizeof(*state->outputs));
	state->outputs[state->campaign->outputs++] = found;
}

static void take(struct state *state, const struct session_result *result)
{
	struct campaign *campaign = state->campaign;
	const struct arena *arena = result->arena;

	campaign->schedules++;
	campaign->limits |= arena->limits;
	if (arena->limits & EXPLORE_LIMIT_CALL)
		campaign->limit_call = arena->limit_call;
	/* What is not followed may order accesses, or may be what somebody waits for. */
	if (result->end == SESSION_UNFINISHED || arena->limits) {
		campaign->unfinished++;
		return;
	}
	take_races(state, arena);
	if (state->run == 1) {
		campaign->steps = arena->steps;
		session_profile_take(&state->profile, arena);
	}
	if (result->end == SESSION_DEADLOCK)
		take_waits(state, result, EXPLORED_DEADLOCK);
	else if (result->end == SESSION_LIVELOCK)
		take_waits(state, result, EXPLORED_LIVELOCK);
	else
		take_ends(state, result);
	if (result->end == SESSION_ENDED)
		take_output(state, &result->output);
}

/*** the runs ***/

static unsigned strategies_count(void)
{
	unsigned count = 0;

	while (strategies[count])
		count++;
	return count;
}

/* The plain one, then each of the others in turn; or one alone, after the plain run. */
static struct schedule_name name_run(
	const struct campaign_options *options, unsigned run, uint64_t expected_steps)
{
	unsigned others = strategies_count() - 1;
	struct schedule_name name = {
		.strategy =
			options->strategy >= 0 ? options->strategy : (int)(1 + (run - 2) % others),
		.expected_steps = expected_steps,
	};

	if (run == 1)
		name.strategy = 0;
	name.seed =
		hash(hash(hash_begin, &options->seed, sizeof(options->seed)), &run, sizeof(run));
	return name;
}

static int run_once(struct session *session, const struct schedule_name *name,
	const struct session_profile *profile, struct session_result *ret)
{
	const struct session_order order = {
		.strategy = name->strategy,
		.seed = name->seed,
		.expected_steps = name->expected_steps,
		.profile = profile,
		.steps_limit = STEPS_LIMIT,
		.races = true,
	};

	return session_run(session, &order, ret);
}

static int run_all(
	struct session *session, const struct campaign_options *options, struct state *state)
{
	for (state->run = 1; state->run <= options->schedules; state->run++) {
		struct session_result result;
		int error;

		state->schedule = name_run(options, state->run, state->campaign->steps);
		error = run_once(session, &state->schedule, &state->profile, &result);
		if (error)
			return error;
		take(state, &result);
		session_result_release(&result);
		/* It will be so again. */
		if (state->campaign->unfinished == UNFINISHED_MOST)
			break;
		if (options->progress && !options->progress(options->data, state->run,
						 state->campaign->faults_count))
			break;
	}
	return 0;
}

int campaign_run(const struct campaign_options *options, struct campaign *ret, struct buf *why)
{
	struct campaign campaign = { .faults = NULL };
	struct state state = { .campaign = &campaign };
	struct session *session;
	int error = session_open(&session, &options->program, why);

	if (error)
		return error;
	state.lines = lines_open();
	error = run_all(session, options, &state);
	lines_close(state.lines);
	free(state.outputs);
	session_close(session);
	if (error) {
		buf_printf(why, "a run has failed: %s", strerror(-error));
		campaign_release(&campaign);
		return error;
	}
	*ret = campaign;
	return 0;
}

void campaign_release(struct campaign *campaign)
{
	for (size_t i = 0; i < campaign->faults_count; i++)
		free(campaign->faults[i].text);
	free(campaign->faults);
	*campaign = (struct campaign){ .faults = NULL };
}

/*** one of them again ***/

void schedule_name_add(struct buf *out, const struct schedule_name *name)
{
	buf_printf(out, "%s:%" PRIu64 ":%" PRIu64, strategies[name->strategy]->name, name->seed,
		name->expected_steps);
}

bool schedule_name_parse(const char *text, struct schedule_name *ret)
{
	char strategy[32], end;
	uint64_t seed, steps;

	if (sscanf(text, "%31[a-z]:%" SCNu64 ":%" SCNu64 "%c", strategy, &seed, &steps, &end) != 3)
		return false;
	*ret = (struct schedule_name){ strategy_find(strategy), seed, steps };
	return ret->strategy >= 0;
}

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

int campaign_replay(const struct session_program *program, const struct schedule_name *schedule,
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
	describe_trace(out, lines, result.arena);
	put_end(out, lines, &result);
	lines_close(lines);
	session_result_release(&result);
	session_close(session);
	return 0;
}
