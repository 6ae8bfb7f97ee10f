#include "harness/core/seen.h"

#include <stdlib.h>
#include <string.h>

#include "harness/base/fault.h"

const char seen_unbuilt[] = "the program did not build";

static int by_scenario(const void *a, const void *b)
{
	return strcmp(((const struct seen *)a)->scenario, ((const struct seen *)b)->scenario);
}

/* A failure is a fact that no other run undoes; a pass is one only without a doubt. */
static int weight(const struct seen *seen)
{
	static const int weights[] = {
		[VERDICT_PASSED] = 1,
		[VERDICT_SKIPPED] = 1,
		[VERDICT_BROKEN] = 2,
		[VERDICT_FAILED] = 3,
	};

	return seen->observed ? weights[seen->verdict] : 0;
}

int seen_compare_texts(const char *a, const char *b)
{
	if (!*a != !*b)
		return !*a - !*b;
	return strcmp(a, b);
}

static void merge(struct seen *seen, const struct observation *observation)
{
	const struct seen new = {
		.scenario = seen->scenario,
		.observed = true,
		.verdict = observation->verdict,
		.reason = observation->reason ? observation->reason : "",
	};

	if (weight(&new) > weight(seen) ||
		(weight(&new) == weight(seen) && seen_compare_texts(new.reason, seen->reason) < 0))
		*seen = new;
}

static struct seen *list_scenarios(const struct evidence *evidence, size_t *ret_count)
{
	struct seen *list = xcalloc(evidence->scenarios_count, sizeof(*list));
	size_t count = 0;

	for (size_t i = 0; i < evidence->scenarios_count; i++)
		list[i].scenario = evidence->scenarios[i];
	qsort(list, evidence->scenarios_count, sizeof(*list), by_scenario);
	for (size_t i = 0; i < evidence->scenarios_count; i++)
		if (count == 0 || by_scenario(&list[i], &list[count - 1]) != 0)
			list[count++] = list[i];
	*ret_count = count;
	return list;
}

/* A run under a tool yields findings; the tool itself may have spoilt its verdict. */
static void read_observations(const struct observations *all, struct seen *list, size_t count)
{
	for (size_t i = 0; i < all->count; i++) {
		const struct seen key = { .scenario = all->list[i].scenario };
		struct seen *seen = all->list[i].tool
					    ? NULL
					    : bsearch(&key, list, count, sizeof(key), by_scenario);

		if (seen)
			merge(seen, &all->list[i]);
	}
}

struct seen *seen_collect(const struct evidence *evidence, size_t *ret_count)
{
	bool unbuilt = evidence->build == VERDICT_FAILED;
	size_t count;
	struct seen *list = list_scenarios(evidence, &count);

	read_observations(evidence->observations, list, count);
	for (size_t i = 0; i < count; i++) {
		if (list[i].observed)
			continue;
		list[i].verdict = unbuilt ? VERDICT_FAILED : VERDICT_BROKEN;
		list[i].reason = unbuilt ? seen_unbuilt : "it was not run";
	}
	*ret_count = count;
	return list;
}
