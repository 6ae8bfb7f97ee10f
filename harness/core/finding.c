#include "harness/core/finding.h"

#include <errno.h>
#include <math.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/fault.h"
#include "harness/base/jsonl.h"

const struct finding_kind finding_kinds[] = {
	{ "compile-error", "does not compile", false },
	{ "denied", "system call that is not allowed", false },
	{ "deadlock", "deadlock", false },
	{ "lost-wakeup", "wake-up that is lost", false },
	{ "livelock", "tasks that wait for each other and never sleep", false },
	{ "invalid-access", "invalid read or write of memory", false },
	{ "bad-free", "wrong free of memory", false },
	{ "lock-order", "locks taken in opposite orders", false },
	{ "race", "data race", false },
	{ "lock-lost", "file lock that close() dropped", false },
	{ "uninitialised", "use of an uninitialised value", false },
	{ "thread-misuse", "misuse of a thread or lock", false },
	{ "handler", "signal handler that is not async-signal-safe", false },
	{ "kill-all", "signal that is sent to every process", false },
	{ "spinning", "busy waiting", false },
	{ "signal-death", "killed by a signal", false },
	{ "limit", "limit exceeded", false },
	{ "output-twice", "output that is written twice", false },
	{ "descriptor", "misuse of a descriptor", false },
	{ "zombie", "child that is not waited for", false },
	{ "left-over", "process that outlives the program", false },
	{ "ipc-left", "IPC object left behind", false },
	{ "leak", "memory that is not freed", false },
	{ "wrong-output", "wrong output", true },
	{ "wrong-status", "wrong exit status", true },
	/* It has no line, and where the plain run is wrong as well, that has. */
	{ "schedule-dependent-output", "result that depends on the schedule", false },
	{ NULL, NULL, false },
};

/* The texts of a finding, by their JSON key. */
static const struct text_field {
	const char *key;
	size_t offset;
} texts[] = {
	{ "analyser", offsetof(struct finding, analyser) },
	{ "kind", offsetof(struct finding, kind) },
	{ "file", offsetof(struct finding, file) },
	{ "function", offsetof(struct finding, function) },
	{ "subject", offsetof(struct finding, subject) },
	{ "places", offsetof(struct finding, places) },
	{ "message", offsetof(struct finding, message) },
	{ "hint", offsetof(struct finding, hint) },
	{ "read", offsetof(struct finding, read) },
	{ "scenario", offsetof(struct finding, scenario) },
	{ "story", offsetof(struct finding, story) },
	{ "repeat", offsetof(struct finding, repeat) },
};

enum { TEXTS = sizeof(texts) / sizeof(*texts) };

static char **text_of(struct finding *finding, const struct text_field *field)
{
	return (char **)((char *)finding + field->offset);
}

static const char *text_in(const struct finding *finding, const struct text_field *field)
{
	const char *text = *(char *const *)((const char *)finding + field->offset);

	return text ? text : "";
}

const struct finding_kind *finding_kind(const char *name)
{
	for (const struct finding_kind *kind = finding_kinds; kind->name; kind++)
		if (!strcmp(kind->name, name))
			return kind;
	return NULL;
}

static void release(struct finding *finding)
{
	for (size_t i = 0; i < TEXTS; i++)
		free(*text_of(finding, &texts[i]));
}

void findings_release(struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		release(&findings->list[i]);
	free(findings->list);
	*findings = (struct findings)FINDINGS_INIT;
}

static struct finding copy(const struct finding *finding)
{
	struct finding made = { .line = finding->line, .confirmed = finding->confirmed };

	for (size_t i = 0; i < TEXTS; i++)
		*text_of(&made, &texts[i]) = xstrdup(text_in(finding, &texts[i]));
	return made;
}

static bool same_text(const char *a, const char *b)
{
	return !strcmp(a ? a : "", b ? b : "");
}

static bool same(const struct finding *a, const struct finding *b)
{
	return a->line == b->line && same_text(a->analyser, b->analyser) &&
	       same_text(a->kind, b->kind) && same_text(a->file, b->file) &&
	       same_text(a->function, b->function) && same_text(a->subject, b->subject) &&
	       /* A rubric may ask where it was seen. */
	       same_text(a->scenario, b->scenario);
}

static bool has_place(const struct finding *finding)
{
	return finding->file && *finding->file && finding->line > 0;
}

bool finding_same_fault(const struct finding *a, const struct finding *b)
{
	if (!same_text(a->kind, b->kind))
		return false;
	/* A run that was traced gives it a place, and makes no other fault of it. */
	if (!same_text(a->subject, b->subject))
		return false;
	if (a->subject && *a->subject)
		return true;
	if (has_place(a) != has_place(b))
		return false;
	if (has_place(a))
		return a->line == b->line && same_text(a->file, b->file);
	return same_text(a->file, b->file) && same_text(a->function, b->function);
}

static void append(struct findings *findings, struct finding made)
{
	findings->list =
		xreallocarray(findings->list, findings->count + 1, sizeof(*findings->list));
	findings->list[findings->count++] = made;
}

void findings_add(struct findings *findings, const struct finding *finding)
{
	for (size_t i = 0; i < findings->count; i++) {
		struct finding *old = &findings->list[i];

		if (!same(old, finding))
			continue;
		if (finding->confirmed && !old->confirmed) {
			struct finding made = copy(finding);

			release(old);
			*old = made;
		}
		return;
	}
	append(findings, copy(finding));
}

json_t *finding_to_json(const struct finding *finding)
{
	json_t *line = json_object();

	for (size_t i = 0; i < TEXTS; i++) {
		const char *text = text_in(finding, &texts[i]);

		json_object_set_new(line, texts[i].key, jsonl_text(text, strlen(text)));
	}
	json_object_set_new(line, "line", json_integer(finding->line));
	json_object_set_new(line, "confirmed", json_boolean(finding->confirmed));
	return line;
}

/* What is wrong with the line of a finding, or NULL. */
static const char *objection(const json_t *line)
{
	double number = jsonl_number(line, "line", 0);

	if (!json_is_object(line))
		return "it is no object";
	if (!*jsonl_string(line, "analyser", ""))
		return "it has no \"analyser\"";
	if (!finding_kind(jsonl_string(line, "kind", "")))
		return "its \"kind\" is none of the known ones";
	if (number < 0 || number > UINT_MAX || number != floor(number))
		return "its \"line\" is no line number";
	return NULL;
}

static struct finding parse(const json_t *line)
{
	struct finding made = {
		.line = (unsigned)jsonl_number(line, "line", 0),
		.confirmed = jsonl_true(line, "confirmed"),
	};

	for (size_t i = 0; i < TEXTS; i++)
		*text_of(&made, &texts[i]) = xstrdup(jsonl_string(line, texts[i].key, ""));
	return made;
}

int findings_from_json(const json_t *lines, struct findings *ret, struct buf *why)
{
	struct findings findings = FINDINGS_INIT;

	/* No line is left out, even a doubled one: judgements count lines. */
	for (size_t i = 0; i < json_array_size(lines); i++) {
		const json_t *line = json_array_get(lines, i);
		const char *wrong = objection(line);

		if (wrong) {
			buf_printf(why, "finding %zu cannot be used: %s", i + 1, wrong);
			findings_release(&findings);
			return -EBADMSG;
		}
		append(&findings, parse(line));
	}
	*ret = findings;
	return 0;
}
