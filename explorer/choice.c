#include "explorer/choice.h"

#include "explorer/schedule.h"
#include "explorer/strategy.h"

const char *const choice_words[] = { "parts", "small", "leave", NULL };

uint64_t choice_draw(struct arena *arena, uint64_t count)
{
	return schedule_draw(&arena->choice_random, count);
}

/* Small parts cut headers and lines, large ones lose a remainder. 0: it is whole. */
static unsigned draw_part(struct arena *arena, unsigned whole)
{
	enum { SMALL = 16 };
	uint64_t lot = choice_draw(arena, 4);

	if (lot >= 2)
		return 0;
	if (lot == 0 && whole > SMALL)
		return 1 + (unsigned)choice_draw(arena, SMALL);
	return 1 + (unsigned)choice_draw(arena, whole - 1);
}

size_t choice_part(struct arena *arena, size_t whole)
{
	const struct strategy *strategy = strategies[arena->strategy];
	unsigned count = whole < INT32_MAX ? (unsigned)whole : INT32_MAX, part;

	if (whole < 2)
		return whole;
	part = strategy->choose ? strategy->choose(arena, count) : draw_part(arena, count);
	return schedule_keep_choice(arena, part) ? part : whole;
}
