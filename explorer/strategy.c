#include "explorer/strategy.h"

#include <stddef.h>

const struct strategy *const strategies[] = {
	&strategy_fifo,
	&strategy_surw,
	&strategy_pos,
	&strategy_pct,
	&strategy_random,
	&strategy_starve,
	&strategy_list,
	&strategy_complete,
	NULL,
};

static bool same(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

int strategy_find(const char *name)
{
	for (int i = 0; strategies[i]; i++)
		if (same(strategies[i]->name, name))
			return i;
	return -1;
}
