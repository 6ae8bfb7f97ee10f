/*
 * What the census of the box tells (sandbox/census.h), in words for people.
 */
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/scenario/stage.h"

/* Splits "kind\ta\tb" and says it for people; counts processes and zombies apart. */
static char *left_line(char *line, unsigned *processes, unsigned *zombies)
{
	char *first = strchr(line, '\t');
	char *second;

	if (!first)
		return NULL;
	*first++ = '\0';
	second = strchr(first, '\t');
	if (second)
		*second++ = '\0';
	if (strcmp(line, "process") == 0) {
		(*processes)++;
		return xasprintf("process %s (%s) still runs", first, second ? second : "?");
	}
	if (strcmp(line, "zombie") == 0) {
		(*zombies)++;
		return xasprintf("process %s (%s) ended and was not waited for", first,
			second ? second : "?");
	}
	return second ? xasprintf("%s %s (key %s)", line, first, second)
		      : xasprintf("%s %s", line, first);
}

bool census_is_blind(const char *census)
{
	return census && strstr(census, "unknown\tobjects\n");
}

json_t *census_left(const char *census, unsigned *ret_processes, unsigned *ret_zombies)
{
	cleanup_free char *copy = xstrdup(census ? census : "");
	json_t *left = json_array();
	char *rest = copy;
	char *line;

	*ret_processes = 0;
	*ret_zombies = 0;
	while ((line = strsep(&rest, "\n"))) {
		if (strcmp(line, "unknown\tobjects") == 0)
			continue; /* nothing was seen, and nothing is said: census_is_blind() */
		cleanup_free char *said =
			*line ? left_line(line, ret_processes, ret_zombies) : NULL;

		if (said)
			json_array_append_new(left, jsonl_text(said, strlen(said)));
	}
	return left;
}
