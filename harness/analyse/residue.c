/*
 * residue: what the submission's programs left behind, from the census.
 *
 * Counts only in scenarios in which every peer ended by itself: what the
 * harness killed could not clean up.  Where misuse watched a run as well, it knows the lines;
 * what is told with a line is not told again without one.
 */
#include <stdint.h>
#include <string.h>

#include "harness/analyse/misuse.h"
#include "harness/base/buf.h"
#include "harness/base/jsonl.h"

static const char *const kinds[] = { "zombie", "left-over", "ipc-left", NULL };

static bool ended_by_themselves(const struct observation *observation)
{
	const json_t *peers = json_object_get(observation->record, "peers");
	size_t i;
	json_t *peer;

	json_array_foreach(peers, i, peer) if (strncmp(jsonl_string(peer, "outcome", ""), "EXITED",
						       6) != 0) return false;
	return !observation->tool && json_array_size(peers) > 0;
}

/* What is told of a run; each is a fault of its own, wherever it was seen. */
struct left {
	const char *kind, *subject, *message, *hint, *read;
};

static const struct left child = { "zombie", "child",
	"A child process had ended, or went on, when its parent ended without waiting for it.",
	"Wait for every child.", "wait(2)" };

static const struct left process = { "left-over", "process",
	"A process still runs after the program has ended.",
	"End every process that was started, and wait for it.", "wait(2)" };

/* `at`: the same as it was traced, which has a place; NULL: it was not. */
static void add(struct findings *out, const struct observation *observation,
	const struct left *left, const struct finding *at, const char *message)
{
	findings_add(out, &(struct finding){
				  .analyser = (char *)(uintptr_t) "residue",
				  .kind = (char *)(uintptr_t)left->kind,
				  .file = at ? at->file : NULL,
				  .line = at ? at->line : 0,
				  .function = at ? at->function : NULL,
				  .subject = (char *)(uintptr_t)left->subject,
				  .places = at ? at->places : NULL,
				  .message = (char *)(uintptr_t)message,
				  .hint = (char *)(uintptr_t)left->hint,
				  .read = (char *)(uintptr_t)left->read,
				  .scenario = (char *)(uintptr_t)observation->scenario,
				  .confirmed = true,
			  });
}

/* The first of that kind that names the object ("posix-shm /board"), or NULL. */
static const struct finding *find(
	const struct findings *findings, const char *kind, const char *object)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->list[i];

		if (finding->line > 0 && strcmp(finding->kind, kind) == 0 &&
			strstr(finding->message, object))
			return finding;
	}
	return NULL;
}

/* Whether misuse has told of it, with a line and without a subject. */
static bool is_told(const struct findings *told, const char *kind, const char *object)
{
	for (size_t i = 0; i < told->count; i++)
		if (!*told->list[i].subject && told->list[i].line > 0 &&
			strcmp(told->list[i].analyser, "residue") == 0 &&
			strcmp(told->list[i].kind, kind) == 0 &&
			strstr(told->list[i].message, object))
			return true;
	return false;
}

static void add_process(struct findings *out, const struct observation *observation,
	const struct left *left, const struct findings *traced)
{
	const struct finding *at = find(traced, "zombie", "");
	cleanup_buf struct buf text = BUF_INIT;

	buf_adds(&text, left->message);
	if (at)
		buf_printf(&text, " %s", at->message);
	add(out, observation, left, at, text.data);
}

static void add_object(struct findings *out, const struct observation *observation,
	const char *line, const struct findings *traced)
{
	static const struct left object = { "ipc-left", "object", "",
		"Whoever creates an object removes it.", "" };
	const struct finding *at = find(traced, "ipc-left", line);
	cleanup_buf struct buf text = BUF_INIT;

	buf_printf(&text, "An IPC object is left behind: %s.", line);
	add(out, observation, &object, at, at ? at->message : text.data);
}

static void look(
	const struct analysis *in, const struct observation *observation, struct findings *out)
{
	const json_t *census = json_object_get(observation->record, "census");
	cleanup_findings struct findings traced = FINDINGS_INIT;
	size_t i;
	json_t *line;

	misuse_left_traced(in, observation->scenario, &traced);
	if (jsonl_number(census, "orphans", 0) > 0 && !is_told(out, "zombie", ""))
		add_process(out, observation, &child, &traced);
	if (jsonl_number(census, "processes", 0) > 0)
		add_process(out, observation, &process, &traced);
	json_array_foreach(json_object_get(census, "left"), i, line)
	{
		const char *text = json_is_string(line) ? json_string_value(line) : "";

		if (strncmp(text, "process ", 8) != 0 && !is_told(out, "ipc-left", text))
			add_object(out, observation, text, &traced);
	}
}

static int analyse(const struct analysis *in, struct findings *out, struct buf *why)
{
	(void)why;
	misuse_left(in, out);
	for (size_t i = 0; i < in->observations->count; i++)
		if (ended_by_themselves(&in->observations->list[i]))
			look(in, &in->observations->list[i], out);
	return 0;
}

REGISTRY_ADD(analysers, analyser) = {
	.name = "residue",
	.about = "processes and IPC objects left behind, from the census of the box",
	.kinds = kinds,
	.analyse = analyse,
};
