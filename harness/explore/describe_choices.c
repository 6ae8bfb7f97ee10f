#include "explorer/choice.h"
#include "harness/explore/describe.h"

static const struct step *find_leaving(const struct arena *arena)
{
	uint32_t count = arena->steps_count < ARENA_STEPS ? arena->steps_count : ARENA_STEPS;

	for (uint32_t i = 0; i < count; i++)
		if (arena->trace[i].operation == OP_LEAVE)
			return &arena->trace[i];
	return NULL;
}

static void put_leaving(struct buf *out, struct lines *lines, const struct arena *arena)
{
	const struct outside *outside = &arena->outside;
	const struct step *step = find_leaving(arena);

	if (outside->input_given < outside->input_size)
		buf_printf(out,
			"In this schedule the writer of stdin left after %llu of %llu bytes.\n",
			(unsigned long long)outside->input_given,
			(unsigned long long)outside->input_size);
	if (outside->leaves)
		buf_printf(out,
			"In this schedule the reader of stdout left after %u writes: the next ones "
			"bring SIGPIPE and EPIPE, pipe(7).\n",
			outside->leaves_after);
	if (step) {
		buf_printf(out, "In this schedule process %u was killed (SIGKILL), at ",
			arena->tasks[step->task].process + 1);
		lines_add(lines, out, arena, arena->tasks[step->task].process, step->place);
		buf_adds(out, ".\n");
	}
}

void describe_choices(struct buf *out, struct lines *lines, const struct arena *arena)
{
	if (arena->chosen & CHOICE_PARTS)
		buf_adds(out,
			"In this schedule some transfers went in parts, as they may: pipe(7), "
			"PIPE_BUF; recv(2).\n");
	if (arena->chosen & CHOICE_SMALL)
		buf_adds(out, "In this schedule pipes held 8192 bytes, as they may: pipe(7), "
			      "Pipe capacity.\n");
	if (arena->chosen & CHOICE_LEAVE)
		put_leaving(out, lines, arena);
}
