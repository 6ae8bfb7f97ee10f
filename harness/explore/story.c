#include "harness/explore/story.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "explorer/key.h"
#include "harness/base/fault.h"
#include "harness/explore/describe.h"

/* What is told, and what has been told of it. */
struct story {
	struct lines *lines;
	const struct arena *arena;
	uint32_t length; /* steps that are told */
	object_key *objects; /* numbered as they appear */
	unsigned objects_count;
	struct buf *told; /* a line each */
	size_t count;
};

static uint32_t kept_steps(const struct arena *arena)
{
	return arena->steps_count < ARENA_STEPS ? arena->steps_count : ARENA_STEPS;
}

/*** lines ***/

static struct buf *add_line(struct story *story)
{
	story->told = xreallocarray(story->told, story->count + 1, sizeof(*story->told));
	story->told[story->count] = (struct buf)BUF_INIT;
	return &story->told[story->count++];
}

/* An operation of a name that is a call, with what it is called on: "read()" becomes "read(3)". */
static void put_call(struct buf *out, const char *name, int descriptor)
{
	const char *bracket = strstr(name, "()");

	if (!bracket || descriptor < 0) {
		buf_adds(out, name);
		return;
	}
	buf_add(out, name, (size_t)(bracket - name));
	buf_printf(out, "(%d)%s", descriptor, bracket + 2);
}

static const char *noun_of(enum operation operation)
{
	static const char *const nouns[OPERATIONS] = {
		[OP_LOCK] = "mutex ",
		[OP_UNLOCK] = "mutex ",
		[OP_COND_WAIT] = "condition ",
		[OP_COND_SIGNAL] = "condition ",
		[OP_COND_BROADCAST] = "condition ",
		[OP_SPIN_LOCK] = "spin lock ",
		[OP_SPIN_UNLOCK] = "spin lock ",
		[OP_BARRIER] = "barrier ",
		[OP_SEM_WAIT] = "semaphore ",
		[OP_SEM_POST] = "semaphore ",
		[OP_SEMOP] = "semaphores ",
		[OP_SEND] = "queue ",
		[OP_RECEIVE] = "queue ",
	};

	return nouns[operation] ? nouns[operation] : "";
}

static unsigned number_of(struct story *story, object_key key)
{
	for (unsigned i = 0; i < story->objects_count; i++)
		if (story->objects[i] == key)
			return i + 1;
	story->objects =
		xreallocarray(story->objects, story->objects_count + 1, sizeof(*story->objects));
	story->objects[story->objects_count++] = key;
	return story->objects_count;
}

static void put_result(struct buf *out, const struct step *step)
{
	const char *error = step->result < 0 ? strerrorname_np(-step->result) : NULL;

	if (step->waits)
		buf_adds(out, " waits");
	else if (error)
		buf_printf(out, " = %s", error);
	else if (step->result != 0)
		buf_printf(out, " = %d", step->result);
	if (step->asked && step->result > 0)
		buf_printf(out, " (short: of %u bytes)", step->asked);
}

static void put_step(struct story *story, uint32_t index, uint32_t times)
{
	const struct arena *arena = story->arena;
	const struct step *step = &arena->trace[index];
	struct buf *out = add_line(story);

	buf_printf(out, "%5u  ", index + 1);
	describe_task(out, arena, step->task);
	buf_adds(out, ": ");
	put_call(out, describe_operation(step->operation), step->descriptor);
	if (step->key && step->key != KEY_ANYTHING)
		buf_printf(out, " [%s%u]", noun_of(step->operation), number_of(story, step->key));
	put_result(out, step);
	if (times > 1)
		buf_printf(out, " (%u times)", times);
	buf_adds(out, "  ");
	lines_add(story->lines, out, arena, arena->tasks[step->task].process, step->place);
}

/*** decisions ***/

static bool is_verb(enum operation operation)
{
	return operation == OP_EXIT || operation == OP_SEND || operation == OP_RECEIVE;
}

/* What a task was about to do when it was decided that another one goes on. */
static void put_next_of(struct story *story, struct buf *out, unsigned index, uint32_t from)
{
	const struct arena *arena = story->arena;
	const struct task *task = &arena->tasks[index];
	enum operation operation = task->doing;
	uint64_t place = task->place;

	for (uint32_t i = from; i < kept_steps(arena); i++)
		if (arena->trace[i].task == index) {
			operation = arena->trace[i].operation;
			place = arena->trace[i].place;
			break;
		}
	if (operation == OP_NONE || operation == OP_START)
		return;
	if (operation != OP_YIELD)
		buf_printf(out, " before it%s %s", is_verb(operation) ? "" : "s",
			describe_operation(operation));
	if (place == 0)
		return;
	buf_adds(out, " at ");
	lines_add(story->lines, out, arena, task->process, place);
}

static void put_interruption(struct story *story, const struct decision *decision)
{
	struct buf *out = add_line(story);

	buf_adds(out, "    *  Here ");
	describe_task(out, story->arena, decision->task);
	buf_adds(out, " is interrupted");
	put_next_of(story, out, decision->task, decision->step);
	buf_adds(out, "; ");
	describe_task(out, story->arena, decision->value);
	buf_adds(out, " goes on.");
}

static void put_choice(struct story *story, const struct decision *decision)
{
	const struct step *step = decision->step < kept_steps(story->arena)
					  ? &story->arena->trace[decision->step]
					  : NULL;
	enum operation operation = step ? step->operation : OP_NONE;
	struct buf *out = add_line(story);

	buf_adds(out, "    *  Here ");
	if (operation == OP_COND_WAIT) {
		describe_task(out, story->arena, decision->task);
		buf_adds(out, " wakes without a signal, as pthread_cond_wait(3p) allows.");
	} else if (operation == OP_COND_SIGNAL || operation == OP_COND_BROADCAST ||
		   operation == OP_FUTEX_WAKE) {
		buf_adds(out, "another one of those that wait is woken, not the first.");
	} else {
		buf_adds(out, "the system does something else than it mostly does.");
	}
}

/* Who goes on where the one that ran cannot is told by the next step. */
static void put_decision(struct story *story, const struct decision *decision)
{
	if (decision->kind == DECIDES_CHOICE)
		put_choice(story, decision);
	else if (decision->preempts)
		put_interruption(story, decision);
}

/*** the whole ***/

static bool is_same(const struct step *a, const struct step *b)
{
	return a->task == b->task && a->operation == b->operation && a->key == b->key &&
	       a->place == b->place && a->result == b->result && a->waits == b->waits;
}

static void put_steps(struct story *story)
{
	const struct arena *arena = story->arena;
	uint32_t decisions =
		arena->decisions_count < ARENA_STEPS ? arena->decisions_count : ARENA_STEPS;
	uint32_t decision = 0;

	for (uint32_t i = 0, next; i < story->length; i = next) {
		for (; decision < decisions && arena->decisions[decision].step <= i; decision++)
			put_decision(story, &arena->decisions[decision]);
		for (next = i + 1; next < story->length; next++)
			if (!is_same(&arena->trace[i], &arena->trace[next]) ||
				(decision < decisions && arena->decisions[decision].step <= next))
				break;
		put_step(story, i, next - i);
	}
	for (; decision < decisions && arena->decisions[decision].step <= story->length; decision++)
		put_decision(story, &arena->decisions[decision]);
}

static uint32_t last_step_of(const struct arena *arena, unsigned process)
{
	uint32_t last = 0;

	for (uint32_t i = 0; i < kept_steps(arena); i++)
		if (arena->tasks[arena->trace[i].task].process == process)
			last = i + 1;
	return last;
}

uint32_t story_length(const struct session_result *result, const struct sighting *sighting)
{
	const struct arena *arena = result->arena;
	uint32_t length = kept_steps(arena);

	if (sighting && sighting->kind == EXPLORED_RACE)
		length = arena->findings[sighting->which].step;
	else if (sighting && sighting->kind == EXPLORED_CRASH)
		length = last_step_of(arena, sighting->which);
	return length < kept_steps(arena) ? length : kept_steps(arena);
}

static void put_race(struct story *story, struct buf *out, const struct explore_finding *race)
{
	const struct explore_side *sides = race->sides;

	describe_task(out, story->arena, sides[1].task);
	buf_printf(out, " %s, at ", sides[1].write ? "writes" : "reads");
	lines_add(story->lines, out, story->arena, sides[1].program, sides[1].place);
	buf_adds(out, ", what ");
	describe_task(out, story->arena, sides[0].task);
	buf_printf(out, " has %s at ", sides[0].write ? "written" : "read");
	lines_add(story->lines, out, story->arena, sides[0].program, sides[0].place);
	buf_adds(out, ", and nothing orders the two.");
}

static void put_wrong(
	struct story *story, const struct session_result *result, const struct sighting *sighting)
{
	const struct arena *arena = result->arena;
	struct buf *out = add_line(story);
	int status = result->status;

	buf_adds(out, "    !  Here ");
	switch (sighting->kind) {
	case EXPLORED_RACE:
		put_race(story, out, &arena->findings[sighting->which]);
		break;
	case EXPLORED_DEADLOCK:
		buf_adds(out, "nobody can go on.");
		break;
	case EXPLORED_CRASH:
		if (sighting->which > 0)
			status = arena->processes[sighting->which].status;
		buf_printf(out, "process %u dies of SIG%s.", sighting->which + 1,
			sigabbrev_np(WTERMSIG(status)));
		break;
	case EXPLORED_STATUS:
		buf_printf(out, "the program has ended with status %d.", WEXITSTATUS(status));
		break;
	case EXPLORED_LIVELOCK:
	case EXPLORED_KINDS:
		buf_adds(out, "all go on asking, and nothing changes any more.");
		break;
	}
}

/* As many as are wanted: of what goes on for ever its beginning, else what comes last. */
static void put_lines(
	struct buf *out, const struct story *story, const struct sighting *sighting, size_t most)
{
	bool endless = sighting && sighting->kind == EXPLORED_LIVELOCK;
	size_t left_out = most && story->count > most ? story->count - most : 0;
	size_t from = endless ? 0 : left_out;
	size_t until = endless ? story->count - left_out : story->count;

	if (left_out && !endless)
		buf_printf(out, "       … after %zu lines that are left out here\n", left_out);
	for (size_t i = from; i < until; i++)
		buf_printf(out, "%s\n", story->told[i].data);
	if (left_out && endless)
		buf_printf(out, "       … and so on, %zu lines more\n", left_out);
}

void story_tell(struct buf *out, struct lines *lines, const struct session_result *result,
	const struct sighting *sighting, unsigned most)
{
	struct story story = {
		.lines = lines,
		.arena = result->arena,
		.length = story_length(result, sighting),
	};

	put_steps(&story);
	if (sighting)
		put_wrong(&story, result, sighting);
	put_lines(out, &story, sighting, most);
	if (result->arena->steps_count > ARENA_STEPS)
		buf_printf(out, "       … and %u steps more\n",
			result->arena->steps_count - ARENA_STEPS);
	for (size_t i = 0; i < story.count; i++)
		buf_release(&story.told[i]);
	free(story.told);
	free(story.objects);
}
