#include "harness/steps/retrace.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"

static const json_t *first_unmet(const json_t *line)
{
	size_t i;
	json_t *expectation;

	json_array_foreach(json_object_get(line, "expectations"), i,
		expectation) if (json_is_false(json_object_get(expectation,
					 "met"))) return expectation;
	return NULL;
}

/* Who waits, spins, or met a limit is explained by how it was found. */
static bool is_explained(const json_t *line)
{
	size_t i;
	json_t *peer;

	json_array_foreach(json_object_get(line, "peers"), i, peer)
	{
		const char *outcome = jsonl_string(peer, "outcome", "");

		if (strcmp(jsonl_string(peer, "program", ""), "student") == 0 &&
			!text_starts(outcome, "EXITED") && !text_starts(outcome, "SIGNALLED"))
			return true;
	}
	return json_array_size(json_object_get(line, "denied")) > 0;
}

static bool is_wanted(const json_t *line)
{
	const json_t *unmet = first_unmet(line);

	return !json_object_get(line, "tool") &&
	       strcmp(jsonl_string(line, "verdict", ""), "failed") == 0 && unmet &&
	       !is_explained(line) &&
	       (json_object_get(unmet, "pid") ||
		       text_starts(jsonl_string(unmet, "what", ""), "what is left"));
}

static double bytes_printed(const json_t *line)
{
	double sum = 0;
	size_t i;
	json_t *peer;

	json_array_foreach(json_object_get(line, "peers"), i, peer) sum +=
		jsonl_number(peer, "stdout_bytes", 0);
	return sum;
}

static bool is_same_suite(const json_t *a, const json_t *b)
{
	const char *name = jsonl_string(a, "scenario", "");
	const char *other = jsonl_string(b, "scenario", "");
	size_t length = strcspn(name, "/");

	return strcspn(other, "/") == length && strncmp(name, other, length) == 0;
}

/* Takes the line in, in the place of one of its suite that printed more. */
static void take(const json_t **chosen, size_t *count, const json_t *line)
{
	for (size_t i = 0; i < *count; i++) {
		if (!is_same_suite(chosen[i], line))
			continue;
		if (bytes_printed(line) < bytes_printed(chosen[i]))
			chosen[i] = line;
		return;
	}
	if (*count < RETRACE_MOST)
		chosen[(*count)++] = line;
}

/* Slowly: so many times the CPU time, and what it takes to begin. */
enum { SLOWER = 20, BEGIN_MS = 500, MOST_MS = 2500, MOST_ALONE_MS = 1000, BYTES_A_MS = 200 };

static bool is_of_output(const json_t *line)
{
	return json_object_get(first_unmet(line), "output") != NULL;
}

static double cost_of(const json_t *line)
{
	return BEGIN_MS + SLOWER * jsonl_number(line, "cpu_ms", 0) +
	       bytes_printed(line) / BYTES_A_MS;
}

static int by_cost(const void *one, const void *other)
{
	double a = cost_of(*(json_t *const *)one), b = cost_of(*(json_t *const *)other);

	return (a > b) - (a < b);
}

/* The first may cost more: one that is slow is better than none. */
static bool is_affordable(const json_t *line, double *spent)
{
	double own = jsonl_number(line, "cpu_ms", 0);
	double cost = cost_of(line);

	if (own > MOST_ALONE_MS || (*spent > 0 && *spent + cost > MOST_MS))
		return false;
	*spent += cost;
	return true;
}

void retrace_choose(const json_t *lines, bool slowly, struct assignment_tool *ret)
{
	const json_t *chosen[RETRACE_MOST];
	size_t count = 0, i;
	double spent = 0;
	json_t *line;

	json_array_foreach(lines, i, line) if (is_wanted(line)) take(chosen, &count, line);
	if (count > 1)
		qsort(chosen, count, sizeof(*chosen), by_cost);
	ret->scenarios = xcalloc(RETRACE_MOST, sizeof(*ret->scenarios));
	ret->scenarios_count = 0;
	for (i = 0; i < count; i++)
		if (!slowly || (is_of_output(chosen[i]) && is_affordable(chosen[i], &spent)))
			ret->scenarios[ret->scenarios_count++] =
				(char *)(uintptr_t)jsonl_string(chosen[i], "scenario", "");
}
