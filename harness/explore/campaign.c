#include "harness/explore/campaign.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "explorer/choice.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/explore/lines.h"

enum {
	UNFINISHED_MOST = 5,
	TRIES_MOST = 3, /* to confirm a fault, each in another schedule */
	SHORTEN_RUNS = 100, /* one fault's */
	SHORTEN_RUNS_ALL = 1000,
};

/* What a campaign knows while it runs. */
struct state {
	struct campaign *campaign;
	struct lines *lines;
	uint64_t *outputs; /* different ones, as hashes */
	int plain_status;
	unsigned run; /* from 1 */
	unsigned shorten_runs; /* that may be made to shorten schedules */
	unsigned trials; /* that were */
	struct portfolio portfolio;
	struct schedule_name schedule;
	struct session_profile profile; /* of the plain run */
};

/* FNV-1a: enough to tell outputs of one program apart. */
static uint64_t hash(const struct buf *bytes)
{
	uint64_t so_far = 0xcbf29ce484222325ULL;

	for (size_t i = 0; i < bytes->length; i++)
		so_far = (so_far ^ (unsigned char)bytes->data[i]) * 0x100000001b3ULL;
	return so_far;
}

/*** faults ***/

static struct explored_fault *find_fault(struct campaign *campaign, const struct sighting *sighting)
{
	for (size_t i = 0; i < campaign->faults_count; i++)
		if (campaign->faults[i].kind == sighting->kind &&
			campaign->faults[i].identity == sighting->identity)
			return &campaign->faults[i];
	return NULL;
}

static struct explored_fault *add_fault(struct state *state, const struct sighting *sighting)
{
	struct campaign *campaign = state->campaign;
	struct explored_fault *fault;

	campaign->faults = xreallocarray(
		campaign->faults, campaign->faults_count + 1, sizeof(*campaign->faults));
	fault = &campaign->faults[campaign->faults_count++];
	*fault = (struct explored_fault){
		.kind = sighting->kind,
		.identity = sighting->identity,
		.first = state->run,
	};
	return fault;
}

static void take_sighting(
	struct state *state, const struct sighting *sighting, const struct session_result *result)
{
	struct explored_fault *fault = find_fault(state->campaign, sighting);

	if (!fault) {
		cleanup_buf struct buf text = BUF_INIT;

		sighting_tell(&text, sighting, state->lines, result, state->plain_status);
		fault = add_fault(state, sighting);
		fault->text = buf_steal(&text);
	}
	fault->seen++;
	fault->last = state->run;
	if (!fault->confirmed && fault->tries < TRIES_MOST)
		explored_note(fault, &state->schedule, result);
}

static void take_output(struct state *state, const struct buf *output)
{
	uint64_t found = hash(output);

	for (unsigned i = 0; i < state->campaign->outputs; i++)
		if (state->outputs[i] == found)
			return;
	state->outputs = xreallocarray(
		state->outputs, state->campaign->outputs + 1, sizeof(*state->outputs));
	state->outputs[state->campaign->outputs++] = found;
}

static void take_plain(struct state *state, const struct session_result *result)
{
	state->plain_status = result->status;
	state->campaign->steps = result->arena->steps;
	session_profile_take(&state->profile, result->arena);
}

static void take(struct state *state, const struct campaign_options *options,
	const struct session_result *result)
{
	struct campaign *campaign = state->campaign;
	const struct arena *arena = result->arena;
	struct sightings sightings;

	/* What made no difference needs no name; but who leaves is drawn before the rest. */
	state->schedule.choices &= arena->chosen | CHOICE_LEAVE;
	campaign->schedules++;
	campaign->limits |= arena->limits;
	if (arena->limits & EXPLORE_LIMIT_CALL)
		campaign->limit_call = arena->limit_call;
	if (!sighting_possible(result)) {
		campaign->unfinished++;
		return;
	}
	if (state->run == 1)
		take_plain(state, result);
	sightings_take(&sightings, state->lines, result, state->plain_status);
	for (size_t i = 0; i < sightings.count; i++)
		take_sighting(state, &sightings.list[i], result);
	if (result->end != SESSION_ENDED)
		return;
	if (!result->leaves_by_choice)
		take_output(state, &result->output);
	if (options->ended)
		options->ended(options->data, &state->schedule, result);
}

/*** the runs ***/

/* As long as there are runs left for it. */
static unsigned runs_to_shorten(const struct state *state)
{
	unsigned left = state->shorten_runs - state->trials;

	return left < SHORTEN_RUNS ? left : SHORTEN_RUNS;
}

static int keep(
	const struct campaign_options *options, const struct explored_fault *fault, size_t number)
{
	cleanup_kept struct kept kept = KEPT_INIT;
	cleanup_free char *path = NULL;

	if (!options->keep || !explored_keep(fault, &options->program, &kept))
		return 0;
	path = xasprintf("%s/%zu.schedule", options->keep, number);
	return kept_save(&kept, path);
}

static int confirm(struct session *session, const struct campaign_options *options,
	struct state *state, struct explored_fault *fault)
{
	struct trial trial = {
		.session = session,
		.lines = state->lines,
		.plain_status = state->plain_status,
	};
	int error = explored_confirm(fault, &trial, &state->profile, runs_to_shorten(state));

	state->trials += trial.runs;
	if (state->trials > state->shorten_runs)
		state->trials = state->shorten_runs;
	return error ? error : keep(options, fault, (size_t)(fault - state->campaign->faults) + 1);
}

/* Those that this run has shown and that no other has confirmed. */
static int confirm_all(
	struct session *session, const struct campaign_options *options, struct state *state)
{
	struct campaign *campaign = state->campaign;
	int error = 0;

	for (size_t i = 0; i < campaign->faults_count && !error; i++) {
		struct explored_fault *fault = &campaign->faults[i];

		if (!fault->confirmed && fault->last == state->run && fault->tries < TRIES_MOST)
			error = confirm(session, options, state, fault);
	}
	return error;
}

size_t campaign_confirmed(const struct campaign *campaign)
{
	size_t count = 0;

	for (size_t i = 0; i < campaign->faults_count; i++)
		count += campaign->faults[i].confirmed;
	return count;
}

static int run_all(
	struct session *session, const struct campaign_options *options, struct state *state)
{
	for (state->run = 1; state->run <= options->schedules; state->run++) {
		struct session_result result;
		struct session_order order;
		int error;

		if (!portfolio_next(&state->portfolio, state->run, state->campaign->steps,
			    &state->profile, &state->schedule, &order))
			break;
		error = session_run(session, &order, &result);
		if (error)
			return error;
		take(state, options, &result);
		portfolio_take(&state->portfolio, state->run, &result);
		session_result_release(&result);
		error = confirm_all(session, options, state);
		if (error)
			return error;
		/* It will be so again. */
		if (state->campaign->unfinished == UNFINISHED_MOST)
			break;
		if (options->progress && !options->progress(options->data, state->run,
						 campaign_confirmed(state->campaign)))
			break;
		state->campaign->cut_short = options->cpu_ms && state->run < options->schedules &&
					     session_cpu_ms(session) >= options->cpu_ms;
		if (state->campaign->cut_short)
			break;
	}
	return 0;
}

static int finish(
	struct session *session, const struct campaign_options *options, const struct state *state)
{
	const struct campaign_after after = {
		.campaign = state->campaign,
		.session = session,
		.lines = state->lines,
		.profile = &state->profile,
		.plain_status = state->plain_status,
	};

	return options->finish ? options->finish(options->data, &after) : 0;
}

int campaign_run(const struct campaign_options *options, struct campaign *ret, struct buf *why)
{
	struct campaign campaign = { .faults = NULL };
	struct state state = {
		.campaign = &campaign,
		.shorten_runs = options->shorten_runs ? options->shorten_runs : SHORTEN_RUNS_ALL,
	};
	struct session *session;
	int error = session_open(&session, &options->program, why);

	if (error)
		return error;
	state.lines = lines_open();
	/* A complete search is one of schedules alone, in which nobody leaves. */
	portfolio_open(&state.portfolio, options->strategy, options->seed,
		options->search && options->program.leaver == LEAVER_NONE);
	state.portfolio.choices = options->choices;
	state.portfolio.leaves = options->program.leaver != LEAVER_NONE;
	error = run_all(session, options, &state);
	campaign.seen = state.portfolio.seen;
	portfolio_close(&state.portfolio);
	if (!error)
		error = finish(session, options, &state);
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
		explored_release(&campaign->faults[i]);
	free(campaign->faults);
	*campaign = (struct campaign){ .faults = NULL };
}
