/*
 * ends: programs that were ended by a signal or a limit, and denied calls.
 */
#include <stdint.h>
#include <string.h>

#include "harness/analyse/analyser.h"
#include "harness/base/buf.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"

static const char *const kinds[] = { "signal-death", "limit", "denied", NULL };

static void add(struct findings *out, const struct observation *observation, const char *kind,
	const char *message, const char *read)
{
	findings_add(out, &(struct finding){
				  .analyser = (char *)(uintptr_t) "ends",
				  .kind = (char *)(uintptr_t)kind,
				  .message = (char *)(uintptr_t)message,
				  .read = (char *)(uintptr_t)read,
				  .scenario = (char *)(uintptr_t)observation->scenario,
				  .confirmed = true,
			  });
}

static void look_at_peer(
	const struct observation *observation, const json_t *peer, struct findings *out)
{
	const char *outcome = jsonl_string(peer, "outcome", "");
	cleanup_buf struct buf text = BUF_INIT;

	buf_printf(
		&text, "%s %s.", jsonl_string(peer, "name", "?"), jsonl_string(peer, "cause", ""));
	if (text_starts(outcome, "SIGNALLED"))
		add(out, observation, "signal-death", text.data, "signal(7)");
	else if (text_ends(outcome, "_LIMIT"))
		add(out, observation, "limit", text.data, "");
}

static int analyse(const struct analysis *in, struct findings *out, struct buf *why)
{
	(void)why;
	for (size_t i = 0; i < in->observations->count; i++) {
		const struct observation *observation = &in->observations->list[i];
		size_t j;
		json_t *entry;

		if (observation->tool)
			continue;
		/* A scenario that passed killed its peer on purpose. */
		if (observation->verdict == VERDICT_FAILED)
			json_array_foreach(json_object_get(observation->record, "peers"), j, entry)
				look_at_peer(observation, entry, out);
		json_array_foreach(json_object_get(observation->record, "denied"), j, entry)
		{
			cleanup_buf struct buf text = BUF_INIT;

			buf_printf(&text, "%s: this assignment does not allow that call.",
				json_string_value(entry));
			add(out, observation, "denied", text.data, "");
		}
	}
	return 0;
}

REGISTRY_ADD(analysers, analyser) = {
	.name = "ends",
	.about = "deaths by signal, limits, denied system calls",
	.kinds = kinds,
	.analyse = analyse,
};
