/*
 * Whose bytes: whoever somebody has a .schedule file from, and a submission's, which runs beside
 * the controller that keeps one.
 * Who reads them: explore/kept.c (jansson) and explore/decisions.c, then the scheduler follows
 * them. What must hold: it is read as a whole, or refused with a sentence; what was read is written
 * and read again as the same; decisions are followed as far as they can be, and no further.
 *
 * Options: -max_len=2048
 */
#include <stdlib.h>
#include <string.h>

#include "explorer/decision.h"
#include "explorer/schedule.h"
#include "explorer/strategy.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/explore/kept.h"
#include "tests/fuzz/fuzz.h"

enum { TASKS = 3, STEPS = 4 };

static void check_same(const struct decisions *a, const struct decisions *b)
{
	HOLDS(a->count == b->count);
	for (uint32_t i = 0; i < a->count; i++)
		HOLDS(a->list[i].task == b->list[i].task && a->list[i].point == b->list[i].point &&
			a->list[i].kind == b->list[i].kind && a->list[i].value == b->list[i].value);
}

static void check_again(const struct kept *kept)
{
	cleanup_json json_t *json = kept_to_json(kept);
	cleanup_kept struct kept again = KEPT_INIT;
	cleanup_buf struct buf why = BUF_INIT;

	HOLDS(kept_from_json(json, &again, &why) == 0);
	HOLDS(kept->kind == again.kind && kept->identity == again.identity);
	HOLDS(strcmp(kept->text, again.text) == 0);
	check_same(&kept->decisions, &again.decisions);
}

/* Three tasks with four steps each: all are done, in whatever order. */
static void check_followed(const struct decisions *decisions)
{
	static struct arena *arena;
	unsigned done[TASKS] = { 0 }, steps = 0;
	int next;

	if (!arena)
		arena = xcalloc(1, sizeof(*arena));
	arena_reset(arena);
	arena->steps_limit = 1000;
	arena->strategy = (uint32_t)strategy_find("complete");
	arena->tasks_count = TASKS;
	for (unsigned i = 0; i < TASKS; i++)
		arena->tasks[i].state = TASK_READY;
	decision_follow(arena, decisions->list, decisions->count);
	while ((next = schedule_pick(arena)) >= 0) {
		HOLDS(next < TASKS);
		arena->current = (uint32_t)next;
		HOLDS(schedule_choose(arena, 3) < 3);
		if (++done[next] == STEPS)
			arena->tasks[next].state = TASK_DEAD;
		steps++;
	}
	HOLDS(steps == TASKS * STEPS);
}

static void check_word(const uint8_t *data, size_t size)
{
	cleanup_free char *word = fuzz_string(data, size);
	cleanup_decisions struct decisions read = DECISIONS_INIT, again = DECISIONS_INIT;
	cleanup_buf struct buf text = BUF_INIT;

	if (!decisions_parse(word, &read))
		return;
	HOLDS(decisions_add(&text, &read));
	HOLDS(decisions_parse(text.data, &again));
	check_same(&read, &again);
	check_followed(&read);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *path = fuzz_file("1.schedule", data, size);
	cleanup_kept struct kept kept = KEPT_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	int next = fuzz_next_fd();

	check_word(data, size);
	if (kept_load(path, &kept, &why) < 0) {
		HOLDS(why.length > 0 && fuzz_is_line(why.data));
	} else {
		check_again(&kept);
		check_followed(&kept.decisions);
	}
	HOLDS(fuzz_next_fd() == next);
	return 0;
}
