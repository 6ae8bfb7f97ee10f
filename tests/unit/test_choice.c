/*
 * What the kernel may do beside saying who runs next: drawn on an arena alone.
 */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "explorer/choice.h"
#include "explorer/decision.h"
#include "explorer/schedule.h"
#include "explorer/strategy.h"

static struct arena *arena;

static void make_arena(void)
{
	arena = calloc(1, sizeof(*arena));
	arena->strategy = (uint32_t)strategy_find("random");
	arena->choice_random = 7;
	arena->random = 7;
}

static void free_arena(void)
{
	free(arena);
}

TestSuite(choice, .init = make_arena, .fini = free_arena);

Test(choice, leaves_the_stream_of_schedules_alone)
{
	uint64_t first = schedule_random(arena, 1000000);

	arena->random = 7;
	for (int i = 0; i < 10; i++)
		choice_draw(arena, 100);
	cr_assert_eq(schedule_random(arena, 1000000), first);
}

Test(choice, draws_the_same_from_the_same_seed)
{
	uint64_t first = choice_draw(arena, 1000000);

	arena->choice_random = 7;
	cr_assert_eq(choice_draw(arena, 1000000), first);
}

Test(choice, never_cuts_one_byte)
{
	for (int i = 0; i < 1000; i++)
		cr_assert_eq(choice_part(arena, 1), 1);
}

Test(choice, takes_its_decisions_again)
{
	struct decision cut = { .point = 1, .kind = DECIDES_CHOICE, .value = 37 };

	arena->strategy = (uint32_t)strategy_find("list");
	decision_follow(arena, &cut, 1);
	cr_assert_eq(choice_part(arena, 10000), 10000);
	cr_assert_eq(choice_part(arena, 10000), 37);
	cr_assert_eq(choice_part(arena, 10000), 10000);
	cr_assert_eq(arena->decisions_count, 1);
}

Test(choice, cuts_within_what_there_is)
{
	bool whole = false, tiny = false, large = false;

	for (int i = 0; i < 1000; i++) {
		size_t part = choice_part(arena, 10000);

		cr_assert(part >= 1 && part <= 10000);
		whole |= part == 10000;
		tiny |= part <= 16;
		large |= part > 5000 && part < 10000;
	}
	cr_assert(whole && tiny && large);
}
