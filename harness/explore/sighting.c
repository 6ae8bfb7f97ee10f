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

	if (is_crash(status))
		take_crash(ret, lines, result, 0);
	for (unsigned i = 1; i < arena->processes_count; i++)
		if (arena->processes[i].reaped && is_crash(arena->processes[i].status))
			take_crash(ret, lines, result, i);
	if (WIFEXITED(status) && WIFEXITED(plain_status) && status != plain_status)
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
}
