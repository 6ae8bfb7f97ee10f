/*
 * misuse: what compiles and is wrong all the same: calls in handlers, output that fork() doubles,
 * descriptors that stay open over exec, locks that close() drops.  What it knows of children and
 * objects that are left goes to residue.
 *
 * The submission's programs run with libmisuse.so loaded (misuse/misuse.h), in runs of
 * their own.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "harness/analyse/misuse.h"
#include "harness/analyse/misuse_faults.h"
#include "harness/analyse/trace.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"

static const char *const kinds[] = { "handler", "output-twice", "descriptor", "lock-lost",
	"kill-all", NULL };

#define LIBRARY "libmisuse.so"

/* Nothing stands in front of the program: the loader does it all. */
static const char *const command[] = { NULL };

static const char *const libraries[] = { LIBRARY, NULL };

static const char *const environment[] = {
	"LD_PRELOAD=" ANALYSER_LIBRARIES "/" LIBRARY,
	MISUSE_EVIDENCE "=/tmp/.evidence",
	NULL,
};

/* Of all processes of a run together: a right program leaves some dozens. */
enum { MOST_RECORDS = 20000 };

static void release_run(struct misuse_run *run)
{
	for (size_t i = 0; i < run->count; i++)
		misuse_log_release(&run->logs[i]);
	free(run->logs);
}

static bool is_ours(const struct observation *observation)
{
	return observation->tool && strcmp(observation->tool, "misuse") == 0;
}

/* The run of that scenario that was traced: it has the same records. */
static bool is_traced(const struct observation *observation, const char *scenario)
{
	return observation->tool && strcmp(observation->tool, TRACE_TOOL) == 0 &&
	       strcmp(observation->scenario, scenario) == 0;
}

static size_t count_records(const struct misuse_log *log)
{
	size_t count = log->count;

	for (size_t i = 0; i < log->count; i++)
		count += log->images[i].count;
	return count;
}

static int load_run(const struct analysis *in, const struct observation *observation,
	struct misuse_run *ret, struct buf *why)
{
	size_t i, records = 0;
	json_t *file;

	*ret = (struct misuse_run){ .observation = observation };
	json_array_foreach(json_object_get(observation->record, "evidence"), i, file)
	{
		cleanup_free char *path =
			file_join(in->dir, json_is_string(file) ? json_string_value(file) : "");
		struct misuse_log log;
		int error;

		if (!text_ends(path, MISUSE_SUFFIX))
			continue;
		error = misuse_log_load(path, &log, why);
		if (error)
			return error;
		ret->logs = xreallocarray(ret->logs, ret->count + 1, sizeof(*ret->logs));
		ret->logs[ret->count++] = log;
		records += count_records(&log);
		if (records > MOST_RECORDS) {
			buf_printf(why, "there are more than %d records in %s", MOST_RECORDS,
				observation->scenario);
			return -E2BIG;
		}
	}
	return 0;
}

/* Those of misuse itself, or (`traced`) the one of that scenario that was traced. */
static int load_all(const struct analysis *in, const char *traced, struct misuse_run *runs,
	size_t *ret_count, struct place_book *book, struct buf *why)
{
	for (size_t i = 0; i < in->observations->count; i++) {
		const struct observation *observation = &in->observations->list[i];
		int error;

		if (!(traced ? is_traced(observation, traced) : is_ours(observation)))
			continue;
		error = load_run(in, observation, &runs[(*ret_count)++], why);
		if (error)
			return error;
		misuse_want(&runs[*ret_count - 1], book);
	}
	return 0;
}

static int analyse_part(const struct analysis *in, const char *traced, enum misuse_part part,
	struct findings *out, struct buf *why)
{
	cleanup_free struct misuse_run *runs = xcalloc(in->observations->count, sizeof(*runs));
	cleanup_free char *programs = file_join(in->dir, "build/plain");
	cleanup_place_book struct place_book book = PLACE_BOOK_INIT(programs);
	size_t count = 0;
	int error = load_all(in, traced, runs, &count, &book, why);

	if (!error)
		place_find_all(&book);
	for (size_t i = 0; i < count; i++) {
		if (!error)
			misuse_faults(&runs[i], &book, part, out);
		release_run(&runs[i]);
	}
	return error;
}

static int analyse(const struct analysis *in, struct findings *out, struct buf *why)
{
	return analyse_part(in, NULL, MISUSE_DONE, out, why);
}

void misuse_left(const struct analysis *in, struct findings *out)
{
	cleanup_buf struct buf ignored = BUF_INIT;

	analyse_part(in, NULL, MISUSE_LEFT, out, &ignored);
}

void misuse_left_traced(const struct analysis *in, const char *scenario, struct findings *out)
{
	cleanup_buf struct buf ignored = BUF_INIT;

	analyse_part(in, scenario, MISUSE_LEFT, out, &ignored);
}

/*** whether silence is evidence ***/

/* The last program that a process became. */
static const struct misuse_image *last_image(const struct misuse_run *run, int pid)
{
	for (size_t i = 0; i < run->count; i++)
		if (run->logs[i].count && run->logs[i].images[0].pid == pid)
			return &run->logs[i].images[run->logs[i].count - 1];
	return NULL;
}

/* What was not seen of a process that ended by itself, or NULL. */
static char *unseen(const struct misuse_run *run, const char *name, int pid)
{
	const struct misuse_image *image = last_image(run, pid);
	const char *scenario = run->observation->scenario;

	if (!image)
		return xasprintf(
			"%s could not be watched in %s: it is statically linked, say, or its "
			"records were taken away",
			name, scenario);
	if (!image->end[0])
		return xasprintf("%s went out of sight in %s: it ended past exit() and _exit(), or "
				 "its records were cut",
			name, scenario);
	if (image->lost)
		return xasprintf("%lu records of %s in %s could not be written", image->lost, name,
			scenario);
	return NULL;
}

static char *unseen_peer(const struct misuse_run *run)
{
	size_t i;
	json_t *peer;

	json_array_foreach(json_object_get(run->observation->record, "peers"), i, peer)
	{
		char *sentence;

		if (strcmp(jsonl_string(peer, "program", ""), "student") != 0 ||
			!text_starts(jsonl_string(peer, "outcome", ""), "EXITED"))
			continue;
		sentence = unseen(run, jsonl_string(peer, "name", "a program"),
			(int)jsonl_number(peer, "pid", 0));
		if (sentence)
			return sentence;
	}
	return NULL;
}

/* Never proven: a program may be linked as it likes, and change its root. */
static char *withheld(const struct analysis *in, bool *ret_proven)
{
	char *sentence = NULL;

	*ret_proven = false;
	for (size_t i = 0; i < in->observations->count && !sentence; i++) {
		const struct observation *observation = &in->observations->list[i];
		cleanup_buf struct buf ignored = BUF_INIT;
		struct misuse_run run;

		if (!is_ours(observation) || observation->verdict == VERDICT_BROKEN)
			continue;
		/* Records that cannot be read are analyse()'s to tell. */
		if (load_run(in, observation, &run, &ignored) == 0)
			sentence = unseen_peer(&run);
		release_run(&run);
	}
	return sentence;
}

REGISTRY_ADD(analysers, analyser) = {
	.name = "misuse",
	.about = "misuse of handlers, buffers, descriptors, locks and children, by a library of "
		 "ours",
	.kinds = kinds,
	.command = command,
	.environment = environment,
	.libraries = libraries,
	.analyse = analyse,
	.withheld = withheld,
};
