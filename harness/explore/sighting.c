#include "harness/explore/sighting.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "harness/explore/describe.h"

static const char *const words[EXPLORED_KINDS] = {
	[EXPLORED_RACE] = "race",
	[EXPLORED_DEADLOCK] = "deadlock",
	[EXPLORED_LIVELOCK] = "livelock",
	[EXPLORED_CRASH] = "crash",
	[EXPLORED_STATUS] = "exit-status",
};

const char *explored_word(enum fault_kind_explored kind)
{
	return words[kind];
}

enum fault_kind_explored explored_find(const char *word)
{
	enum fault_kind_explored kind = 0;

	while (kind < EXPLORED_KINDS && strcmp(words[kind], word) != 0)
		kind++;
	return kind;
}

/* FNV-1a: enough to tell faults of one program apart. */
static uint64_t hash(const struct buf *text)
{
	uint64_t so_far = 0xcbf29ce484222325ULL;

	for (size_t i = 0; i < text->length; i++)
		so_far = (so_far ^ (unsigned char)text->data[i]) * 0x100000001b3ULL;
	return so_far;
}

const struct sighting *sightings_find(
	const struct sightings *sightings, enum fault_kind_explored kind, uint64_t identity)
{
	for (size_t i = 0; i < sightings->count; i++)
		if (sightings->list[i].kind == kind && sightings->list[i].identity == identity)
			return &sightings->list[i];
	return NULL;
}

static void add(struct sightings *sightings, struct sighting sighting)
{
	if (!sightings_find(sightings, sighting.kind, sighting.identity))
		sightings->list[sightings->count++] = sighting;
}

/* One line of source may race with itself and others at several instructions: told once a pair. */
static void take_races(struct sightings *ret, struct lines *lines, const struct arena *arena)
{
	for (unsigned i = 0; i < arena->findings_count; i++) {
		cleanup_buf struct buf a = BUF_INIT, b = BUF_INIT;
		const struct explore_side *sides = arena->findings[i].sides;

		lines_add(lines, &a, arena, sides[0].program, sides[0].place);
		lines_add(lines, &b, arena, sides[1].program, sides[1].place);
		/* The same in both orders. */
		add(ret, (struct sighting){ EXPLORED_RACE, hash(&a) + hash(&b), i });
	}
}

static void tell_race(struct buf *out, const struct sighting *sighting, struct lines *lines,
	const struct session_result *result)
{
	describe_race(out, lines, result->arena, &result->arena->findings[sighting->which]);
}

static void tell_deadlock(struct buf *out, const struct sighting *sighting, struct lines *lines,
	const struct session_result *result)
{
	(void)sighting;
	buf_adds(out, "Nobody can go on, and no time-out will end that:\n");
	describe_waits(out, lines, result);
}

static void tell_livelock(struct buf *out, const struct sighting *sighting, struct lines *lines,
	const struct session_result *result)
{
	(void)sighting;
	buf_adds(out, "All go on asking, and nothing changes any more:\n");
	describe_waits(out, lines, result);
}

static bool is_crash(const struct session_result *result, int status)
{
	if (!WIFSIGNALED(status))
		return false;
	switch (WTERMSIG(status)) {
	case SIGSEGV:
	case SIGBUS:
	case SIGFPE:
	case SIGILL:
	case SIGABRT:
		return true;
	case SIGPIPE:
		return result->sigpipe_is_fault;
	default:
		return false;
	}
}

/* Whichever thread it was that did something last. */
static uint64_t last_place(const struct arena *arena, unsigned process)
{
	uint32_t steps = arena->steps_count < ARENA_STEPS ? arena->steps_count : 0;

	while (steps-- > 0)
		if (arena->trace[steps].place &&
			arena->tasks[arena->trace[steps].task].process == process)
			return arena->trace[steps].place;
	for (unsigned i = 0; i < arena->tasks_count; i++)
		if (arena->tasks[i].process == process && arena->tasks[i].number == 0)
			return arena->tasks[i].place;
	return 0;
}

static int status_of(const struct session_result *result, unsigned process)
{
	return process == 0 ? result->status : result->arena->processes[process].status;
}

static void tell_crash(struct buf *out, const struct sighting *sighting, struct lines *lines,
	const struct session_result *result)
{
	const struct arena *arena = result->arena;
	int number = WTERMSIG(status_of(result, sighting->which));

	buf_printf(out, "Process %u dies of SIG%s (%s); the last thing that it did was at ",
		sighting->which + 1, sigabbrev_np(number), strsignal(number));
	lines_add(lines, out, arena, sighting->which, last_place(arena, sighting->which));
	buf_adds(out, ".\n");
}

static void take_crash(struct sightings *ret, struct lines *lines,
	const struct session_result *result, unsigned process)
{
	cleanup_buf struct buf text = BUF_INIT;
	struct sighting sighting = { .kind = EXPLORED_CRASH, .which = process };

	tell_crash(&text, &sighting, lines, result);
	sighting.identity = hash(&text);
	add(ret, sighting);
}

static void take_ends(struct sightings *ret, struct lines *lines,
	const struct session_result *result, int plain_status)
{
	const struct arena *arena = result->arena;
	int status = result->status;

	if (is_crash(result, status))
		take_crash(ret, lines, result, 0);
	for (unsigned i = 1; i < arena->processes_count; i++)
		if (arena->processes[i].reaped && is_crash(result, arena->processes[i].status))
			take_crash(ret, lines, result, i);
	if (WIFEXITED(status) && WIFEXITED(plain_status) && status != plain_status &&
		!result->leaves_by_choice)
		add(ret, (struct sighting){ EXPLORED_STATUS, (uint64_t)status, 0 });
}

/* What is not followed may order accesses, or may be what somebody waits for. */
bool sighting_possible(const struct session_result *result)
{
	return result->end != SESSION_UNFINISHED && result->end != SESSION_STOPPED &&
	       !result->arena->limits;
}

void sightings_take(struct sightings *ret, struct lines *lines, const struct session_result *result,
	int plain_status)
{
	ret->count = 0;
	if (!sighting_possible(result))
		return;
	take_races(ret, lines, result->arena);
	if (result->end == SESSION_ENDED)
		take_ends(ret, lines, result, plain_status);
	else
		add(ret, (struct sighting){
				 result->end == SESSION_DEADLOCK ? EXPLORED_DEADLOCK
								 : EXPLORED_LIVELOCK,
				 describe_waits_identity(lines, result->arena),
				 0,
			 });
}

void sighting_tell(struct buf *out, const struct sighting *sighting, struct lines *lines,
	const struct session_result *result, int plain_status)
{
	static void (*const tell[EXPLORED_KINDS])(struct buf *, const struct sighting *,
		struct lines *, const struct session_result *) = {
		[EXPLORED_RACE] = tell_race,
		[EXPLORED_DEADLOCK] = tell_deadlock,
		[EXPLORED_LIVELOCK] = tell_livelock,
		[EXPLORED_CRASH] = tell_crash,
	};

	if (sighting->kind == EXPLORED_STATUS)
		buf_printf(out,
			"The program ends with status %d, where its plain run ended with %d.\n",
			WEXITSTATUS(result->status), WEXITSTATUS(plain_status));
	else
		tell[sighting->kind](out, sighting, lines, result);
	describe_choices(out, lines, result->arena);
}

static bool came_too_early(const struct task *task, const struct step *step)
{
	if (task->doing == OP_COND_WAIT)
		return (step->operation == OP_COND_SIGNAL ||
			       step->operation == OP_COND_BROADCAST) &&
		       step->key == task->waits_for && step->result == 0;
	return task->doing == OP_SIGNAL_WAIT && step->operation == OP_SIGNAL && step->result == 0;
}

bool sighting_is_lost_wakeup(const struct sighting *sighting, const struct session_result *result)
{
	const struct arena *arena = result->arena;
	uint32_t steps = arena->steps_count < ARENA_STEPS ? arena->steps_count : ARENA_STEPS;

	if (sighting->kind != EXPLORED_DEADLOCK)
		return false;
	for (unsigned i = 0; i < arena->tasks_count; i++)
		for (uint32_t j = 0; j < steps; j++)
			if (describe_is_waiting(&arena->tasks[i]) && arena->trace[j].task != i &&
				came_too_early(&arena->tasks[i], &arena->trace[j]))
				return true;
	return false;
}

/*** places ***/

static bool waits_for_an_end(const struct task *task)
{
	return task->doing == OP_WAIT || task->doing == OP_JOIN;
}

static bool is_same_place(const struct line_place *a, const struct line_place *b)
{
	return a->line == b->line && strcmp(a->file, b->file) == 0;
}

/* Once each, and as many as there is room for. */
static size_t add_place(struct line_place *places, size_t count, struct lines *lines,
	const struct arena *arena, unsigned process, uint64_t address)
{
	struct line_place place;

	if (count == SIGHTING_PLACES || !lines_find(lines, arena, process, address, &place))
		return count;
	for (size_t i = 0; i < count; i++)
		if (is_same_place(&places[i], &place)) {
			line_place_release(&place);
			return count;
		}
	places[count++] = place;
	return count;
}

static size_t places_of_waits(
	struct lines *lines, const struct arena *arena, struct line_place *places)
{
	size_t count = 0;

	for (int ends = 0; ends < 2; ends++)
		for (unsigned i = 0; i < arena->tasks_count; i++) {
			const struct task *task = &arena->tasks[i];

			if (describe_is_waiting(task) && waits_for_an_end(task) == (ends == 1))
				count = add_place(
					places, count, lines, arena, task->process, task->place);
		}
	return count;
}

static size_t places_of_race(struct lines *lines, const struct arena *arena,
	const struct explore_finding *race, struct line_place *places)
{
	/* A write is what another one's order spoils; of two, the later. */
	const struct explore_side *first = &race->sides[race->sides[1].write ? 1 : 0];
	const struct explore_side *second = &race->sides[race->sides[1].write ? 0 : 1];
	size_t count = add_place(places, 0, lines, arena, first->program, first->place);

	return add_place(places, count, lines, arena, second->program, second->place);
}

size_t sighting_places(const struct sighting *sighting, struct lines *lines,
	const struct session_result *result, struct line_place ret[SIGHTING_PLACES])
{
	const struct arena *arena = result->arena;

	switch (sighting->kind) {
	case EXPLORED_RACE:
		return places_of_race(lines, arena, &arena->findings[sighting->which], ret);
	case EXPLORED_DEADLOCK:
	case EXPLORED_LIVELOCK:
		return places_of_waits(lines, arena, ret);
	case EXPLORED_CRASH:
		return add_place(
			ret, 0, lines, arena, sighting->which, last_place(arena, sighting->which));
	case EXPLORED_STATUS:
	case EXPLORED_KINDS:
		break;
	}
	return 0;
}
