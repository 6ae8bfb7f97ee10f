#include "harness/core/observation.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "harness/base/fault.h"
#include "harness/base/jsonl.h"

void observations_release(struct observations *observations)
{
	for (size_t i = 0; i < observations->count; i++)
		json_decref(observations->list[i].record);
	free(observations->list);
	*observations = (struct observations){ .list = NULL };
}

static bool is_objects(const json_t *list)
{
	size_t i;
	json_t *entry;

	json_array_foreach(list, i, entry) if (!json_is_object(entry)) return false;
	return !list || json_is_array(list);
}

/*
 * Fills all but `record`; NULL, or what is wrong with the line.  A scenario is
 * never skipped: only items are, by judge().
 */
static const char *parse(const json_t *line, struct observation *made)
{
	const json_t *tool = json_object_get(line, "tool");

	if (!json_is_object(line))
		return "it is no object";
	made->scenario = jsonl_string(line, "scenario", "");
	if (!*made->scenario)
		return "it has no \"scenario\"";
	if (verdict_parse(jsonl_string(line, "verdict", ""), &made->verdict) ||
		made->verdict == VERDICT_SKIPPED)
		return "its \"verdict\" is not passed, failed or broken";
	if (tool && !json_is_null(tool) && !json_is_string(tool))
		return "its \"tool\" is no string";
	if (!jsonl_is_texts(json_object_get(line, "evidence")) ||
		!jsonl_is_texts(json_object_get(json_object_get(line, "census"), "left")))
		return "its \"evidence\" or \"left\" is no list of texts";
	if (!is_objects(json_object_get(line, "denied")))
		return "its \"denied\" is no list of objects";
	made->tool = json_string_value(tool);
	made->reason = made->verdict == VERDICT_PASSED ? "" : jsonl_string(line, "reason", "");
	return NULL;
}

int observations_from_json(const json_t *lines, struct observations *ret, struct buf *why)
{
	size_t count = json_array_size(lines);
	struct observations made = { .list = xcalloc(count, sizeof(*made.list)) };

	for (size_t i = 0; i < count; i++) {
		json_t *line = json_array_get(lines, i);
		const char *wrong = parse(line, &made.list[i]);

		if (wrong) {
			buf_printf(why, "observation %zu cannot be used: %s", i + 1, wrong);
			observations_release(&made);
			return -EBADMSG;
		}
		made.list[i].record = json_incref(line);
		made.count++;
	}
	*ret = made;
	return 0;
}
