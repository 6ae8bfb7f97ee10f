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

static void add(struct findings *out, const struct observation *observation, const char *kind,
	const char *message, const char *hint, const char *read)
{
	findings_add(out, &(struct finding){
				  .analyser = (char *)(uintptr_t) "residue",
				  .kind = (char *)(uintptr_t)kind,
				  .message = (char *)(uintptr_t)message,
				  .hint = (char *)(uintptr_t)hint,
				  .read = (char *)(uintptr_t)read,
				  .scenario = (char *)(uintptr_t)observation->scenario,
				  .confirmed = true,
			  });
}

/* Whether a finding with a line tells of a child, or of this object ("posix-shm /board"). */
static bool is_told(const struct findings *findings, const char *kind, const char *object)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->list[i];

		if (finding->line > 0 && strcmp(finding->analyser, "residue") == 0 &&
			strcmp(finding->kind, kind) == 0 && strstr(finding->message, object))
			return true;
	}
	return false;
}

static void look(const struct observation *observation, struct findings *out)
{
	const json_t *census = json_object_get(observation->record, "census");
	unsigned processes = (unsigned)jsonl_number(census, "processes", 0);
	unsigned orphans = (unsigned)jsonl_number(census, "orphans", 0);
	size_t i;
	json_t *line;

	if (orphans && !is_told(out, "zombie", ""))
		add(out, observation, "zombie",
			"A child process had ended, or went on, when its parent ended without "
			"waiting for it.",
			"Wait for every child.", "wait(2)");
	if (processes)
		add(out, observation, "left-over",
			"A process still runs after the program has ended.",
			"End every process that was started, and wait for it.", "wait(2)");
	json_array_foreach(json_object_get(census, "left"), i,
		line) if (strncmp(json_string_value(line), "process ", 8) != 0)
	{
		cleanup_buf struct buf text = BUF_INIT;

		buf_printf(&text, "An IPC object is left behind: %s.", json_string_value(line));
		if (!is_told(out, "ipc-left", json_string_value(line)))
			add(out, observation, "ipc-left", text.data,
				"Whoever creates an object removes it.", "");
	}
}

static int analyse(const struct analysis *in, struct findings *out, struct buf *why)
{
	(void)why;
	misuse_left(in, out);
	for (size_t i = 0; i < in->observations->count; i++)
		if (ended_by_themselves(&in->observations->list[i]))
			look(&in->observations->list[i], out);
	return 0;
}

REGISTRY_ADD(analysers, analyser) = {
	.name = "residue",
	.about = "processes and IPC objects left behind, from the census of the box",
	.kinds = kinds,
	.analyse = analyse,
};
