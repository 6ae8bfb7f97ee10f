/*
 * ends: programs that were ended by a signal or a limit, and denied calls.
 */
#include <stdint.h>
#include <string.h>

#include "harness/analyse/analyser.h"
#include "harness/analyse/origin.h"
#include "harness/base/buf.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"

static const char *const kinds[] = { "signal-death", "limit", "denied", NULL };

static char *text(const char *constant)
{
	return (char *)(uintptr_t)constant;
}

static void add(struct findings *out, const struct observation *observation, const char *kind,
	const char *outcome, const struct origin_death *at, const char *message, const char *read)
{
	findings_add(out, &(struct finding){
				  .analyser = text("ends"),
				  .kind = text(kind),
				  .file = at->file,
				  .line = at->line,
				  .function = at->function,
				  .subject = text(outcome),
				  .places = at->places,
				  .message = text(message),
				  .read = text(read),
				  .scenario = text(observation->scenario),
				  .confirmed = true,
			  });
}

/* Two calls are two findings: what tells them apart, without a place, is the function. */
static void look_at_denial(
	const struct observation *observation, const json_t *denied, struct findings *out)
{
	const char *what = jsonl_string(denied, "what", "");
	const char *name = what + strcspn(what, "(");
	cleanup_buf struct buf call = BUF_INIT;
	cleanup_buf struct buf message = BUF_INIT;

	unsigned line = (unsigned)jsonl_number(denied, "line", 0);

	name += *name == '(';
	buf_add(&call, name, strcspn(name, ")"));
	buf_printf(&message, "%s: %s.", what, jsonl_string(denied, "why", ""));
	findings_add(out,
		&(struct finding){
			.analyser = text("ends"),
			.kind = text("denied"),
			.file = text(jsonl_string(denied, "file", "")),
			.line = line,
			.function = line ? text(jsonl_string(denied, "function", "")) : call.data,
			.message = message.data,
			.scenario = text(observation->scenario),
			/* Which box there is on this host must not cost a point. */
			.confirmed = strcmp(jsonl_string(denied, "kind", ""), "alone") != 0,
		});
}

static void look_at_peer(const struct analysis *in, const struct observation *observation,
	const json_t *peer, struct findings *out)
{
	struct origin_death at = { .file = NULL };
	const char *outcome = jsonl_string(peer, "outcome", "");
	cleanup_buf struct buf message = BUF_INIT;

	if (text_starts(outcome, "SIGNALLED"))
		at = origin_death(in, observation, jsonl_string(peer, "name", ""), outcome);
	buf_printf(&message, "%s %s.%s", jsonl_string(peer, "name", "?"),
		jsonl_string(peer, "cause", ""), at.sentence ? at.sentence : "");
	if (text_starts(outcome, "SIGNALLED"))
		add(out, observation, "signal-death", outcome, &at, message.data, "signal(7)");
	else if (text_ends(outcome, "_LIMIT"))
		add(out, observation, "limit", outcome, &at, message.data, "");
	origin_death_release(&at);
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
				look_at_peer(in, observation, entry, out);
		json_array_foreach(json_object_get(observation->record, "denied"), j, entry)
			look_at_denial(observation, entry, out);
	}
	return 0;
}

REGISTRY_ADD(analysers, analyser) = {
	.name = "ends",
	.about = "deaths by signal, limits, denied system calls",
	.kinds = kinds,
	.analyse = analyse,
};
