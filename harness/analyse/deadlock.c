/*
 * deadlock: one finding for each scenario that settled and could not go on,
 * at the line of the wait that is the cause, with the others as evidence.
 */
#include <stdint.h>
#include <string.h>

#include "harness/analyse/analyser.h"
#include "harness/base/buf.h"
#include "harness/base/jsonl.h"

static const char *const kinds[] = { "deadlock", NULL };

static bool deadlocked(const struct observation *observation)
{
	size_t i;
	json_t *peer;

	if (observation->tool || observation->verdict != VERDICT_FAILED)
		return false;
	json_array_foreach(json_object_get(observation->record, "peers"), i,
		peer) if (strcmp(jsonl_string(peer, "outcome", ""), "DEADLOCKED") == 0) return true;
	return false;
}

static void say_wait(struct buf *text, struct buf *places, const json_t *wait)
{
	const json_t *frame = json_array_get(json_object_get(wait, "frames"), 0);

	buf_printf(text, "%s waits in %s() on %s", jsonl_string(wait, "task", "?"),
		jsonl_string(wait, "call", "?"), jsonl_string(wait, "on", "?"));
	if (frame) {
		const char *file = jsonl_string(frame, "file", "");
		const int line = (int)jsonl_number(frame, "line", 0);

		buf_printf(text, " at %s:%d", file, line);
		buf_printf(places, "%s%s:%d", places->length ? "\n" : "", file, line);
	}
	buf_printf(text, ". %s", jsonl_string(wait, "why", ""));
}

/* How many waits a message tells; a knot of sixty-four children repeats itself. */
enum { MOST_WAITS = 4 };

static void add(const struct observation *observation, struct findings *out)
{
	const json_t *waits = json_object_get(observation->record, "waits");
	const json_t *first = json_array_get(waits, 0);
	const json_t *frame = json_array_get(json_object_get(first, "frames"), 0);
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_buf struct buf places = BUF_INIT;

	for (size_t i = 0; i < json_array_size(waits) && i < MOST_WAITS; i++) {
		if (i)
			buf_addch(&text, ' ');
		say_wait(&text, &places, json_array_get(waits, i));
	}
	if (text.length == 0)
		buf_adds(&text, "Every task waits for another one, and none can go on.");
	findings_add(
		out, &(struct finding){
			     .analyser = (char *)(uintptr_t) "deadlock",
			     .kind = (char *)(uintptr_t) "deadlock",
			     .file = (char *)(uintptr_t)jsonl_string(frame, "file", ""),
			     .line = (unsigned)jsonl_number(frame, "line", 0),
			     .function = (char *)(uintptr_t)jsonl_string(frame, "function", ""),
			     .places = places.data,
			     .message = text.data,
			     .hint = (char *)(uintptr_t)jsonl_string(first, "advice", ""),
			     .read = (char *)(uintptr_t)jsonl_string(first, "read", ""),
			     .scenario = (char *)(uintptr_t)observation->scenario,
			     .confirmed = true,
		     });
}

static int analyse(const struct analysis *in, struct findings *out, struct buf *why)
{
	(void)why;
	for (size_t i = 0; i < in->observations->count; i++)
		if (deadlocked(&in->observations->list[i]))
			add(&in->observations->list[i], out);
	return 0;
}

REGISTRY_ADD(analysers, analyser) = {
	.name = "deadlock",
	.about = "who waits for whom when nothing can go on, from the settled box",
	.kinds = kinds,
	.analyse = analyse,
};
