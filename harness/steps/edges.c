#include "harness/steps/edges.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/steps/elf_symbol.h"
#include "harness/steps/sources.h"
#include "harness/steps/workshop.h"

/* Inline assembly in a source file; a mention in a comment only makes us careful. */
static bool mentions_assembly(const char *dir, const char *file)
{
	cleanup_free char *path = xasprintf("%s/source/%s", dir, file);
	cleanup_buf struct buf text = BUF_INIT;
	enum { MOST = 16 << 20 };

	return file_read(path, &text, MOST) == 0 &&
	       (strstr(text.data, "asm") || strstr(text.data, ".s\""));
}

static bool wants_edges(const struct assignment *assignment)
{
	for (unsigned i = 0; i < assignment->analyse_count; i++)
		if (strcmp(assignment->analyse[i].tool, "memcheck") != 0)
			return true;
	return false;
}

/* Whether one of the objects that the compiler left in /box needs an atomic operation. */
static bool objects_have_atomics(struct workshop *workshop)
{
	cleanup_free char *names = NULL;
	size_t length = 0;
	bool found = false;

	if (box_list(workshop->box, "/box", &names, &length) < 0)
		return true;
	for (size_t at = 0; at < length && !found; at += strlen(names + at) + 1) {
		cleanup_free char *path = xasprintf("/box/%s", names + at);
		cleanup_close int fd = text_ends(path, ".o") ? box_get(workshop->box, path) : -1;

		found = fd >= 0 && elf_symbol_begins(fd, "__tsan_atomic");
	}
	return found;
}

/* What does not compile file by file may hide anything: it counts as having atomics. */
static bool has_atomics(
	struct workshop *workshop, const struct assignment *assignment, const json_t *files)
{
	static const char *const first[] = { "gcc", "-fsanitize=thread", "-w", "-g", "-Og", "-c" };
	enum { FIRST = sizeof(first) / sizeof(*first) };
	cleanup_free const char **argv = xcalloc(
		FIRST + assignment->flags_count + json_array_size(files) + 1, sizeof(*argv));
	cleanup_workshop_job struct workshop_job job = WORKSHOP_JOB_INIT;
	size_t count = 0, i;
	json_t *file;

	for (; count < FIRST; count++)
		argv[count] = first[count];
	for (i = 0; i < assignment->flags_count; i++)
		argv[count++] = assignment->flags[i];
	json_array_foreach(files, i,
		file) if (sources_compiled(assignment, json_string_value(file))) argv[count++] =
		json_string_value(file);
	if (workshop_run(workshop, argv, &job) < 0 || job.outcome.kind != OUTCOME_EXITED ||
		job.outcome.value != 0)
		return true;
	return objects_have_atomics(workshop);
}

int edges_add(const struct assignment *assignment, const char *dir, const json_t *files,
	json_t *lines, struct buf *why)
{
	cleanup_workshop struct workshop workshop = WORKSHOP_INIT;
	bool assembly = false;
	size_t i;
	json_t *file;
	int error;

	if (!wants_edges(assignment))
		return 0;
	error = workshop_open(&workshop, dir, files, why);
	if (error)
		return error;
	json_array_foreach(files, i, file) assembly |=
		(sources_compiled(assignment, json_string_value(file)) ||
			text_ends(json_string_value(file), ".h")) &&
		mentions_assembly(dir, json_string_value(file));
	json_array_append_new(
		lines, json_pack("{s:s, s:b, s:b}", "build", "edges", "atomics",
			       has_atomics(&workshop, assignment, files), "assembly", assembly));
	return 0;
}
