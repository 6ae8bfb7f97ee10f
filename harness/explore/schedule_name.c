#include "harness/explore/schedule_name.h"

#include <inttypes.h>
#include <stdio.h>

#include "explorer/strategy.h"

enum { STEPS_LIMIT = 1000000 };

void schedule_name_add(struct buf *out, const struct schedule_name *name)
{
	buf_printf(out, "%s:%" PRIu64 ":%" PRIu64, strategies[name->strategy]->name, name->seed,
		name->expected_steps);
	if (name->choices)
		buf_adds(out, ":");
	circumstances_choices_add(out, name->choices);
}

bool schedule_name_parse(const char *text, struct schedule_name *ret)
{
	char strategy[32];
	uint64_t seed, steps;
	uint32_t choices = 0;
	int end = 0;

	if (sscanf(text, "%31[a-z]:%" SCNu64 ":%" SCNu64 "%n", strategy, &seed, &steps, &end) != 3)
		return false;
	if (text[end] &&
		(text[end] != ':' || !circumstances_choices_parse(text + end + 1, &choices)))
		return false;
	*ret = (struct schedule_name){ strategy_find(strategy), seed, steps, choices };
	return ret->strategy >= 0;
}

struct session_order schedule_name_order(
	const struct schedule_name *name, const struct session_profile *profile)
{
	return (struct session_order){
		.strategy = name->strategy,
		.seed = name->seed,
		.expected_steps = name->expected_steps,
		.profile = profile,
		.steps_limit = STEPS_LIMIT,
		.races = true,
		.choices = name->choices,
	};
}

struct session_order schedule_order_again(const struct decisions *decisions)
{
	return (struct session_order){
		.strategy = strategy_find("list"),
		.steps_limit = STEPS_LIMIT,
		.races = true,
		.decisions = decisions->list,
		.decisions_count = decisions->count,
		.circumstances = &decisions->circumstances,
	};
}
