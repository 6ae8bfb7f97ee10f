/*
 * trace: a tool that finds nothing by itself.  steps/retrace.c repeats failed runs under it, and
 * origin.c, ends.c and residue.c read what it noted.
 */
#include "harness/analyse/trace.h"

#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/inside.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "misuse/record.h"

#define LIBRARY "libmisuse.so"

static const char *const kinds[] = { NULL };
static const char *const command[] = { NULL };

static const char *const libraries[] = { LIBRARY, NULL };

static const char *const environment[] = {
	"LD_PRELOAD=" ANALYSER_LIBRARIES "/" LIBRARY,
	MISUSE_EVIDENCE "=/tmp/.evidence",
	MISUSE_TRACE "=1",
	NULL,
};

/*** loading ***/

static const json_t *first_unmet(const struct observation *observation)
{
	size_t i;
	json_t *expectation;

	json_array_foreach(json_object_get(observation->record, "expectations"), i,
		expectation) if (json_is_false(json_object_get(expectation,
					 "met"))) return expectation;
	return NULL;
}

static bool is_same(const json_t *a, const json_t *b, const char *key)
{
	return strcmp(jsonl_string(a, key, ""), jsonl_string(b, key, "")) == 0;
}

/* What was printed may differ from run to run where several processes print. */
static bool failed_alike(const json_t *plain, const json_t *traced)
{
	return plain && traced && is_same(plain, traced, "at") && is_same(plain, traced, "what") &&
	       is_same(plain, traced, "expected") &&
	       (json_object_get(traced, "output") || is_same(plain, traced, "seen"));
}

static const struct observation *traced_run(
	const struct analysis *in, const char *tool, const char *scenario)
{
	for (size_t i = 0; i < in->observations->count; i++) {
		const struct observation *o = &in->observations->list[i];

		if (o->tool && strcmp(o->tool, tool) == 0 && strcmp(o->scenario, scenario) == 0 &&
			o->verdict != VERDICT_BROKEN)
			return o;
	}
	return NULL;
}

/* "relay" in /box; "" for a program that is none of the submission's. */
const char *trace_program(const struct trace_event *event)
{
	const char *inside = inside_box(event->program);

	return inside && !strchr(inside, '/') ? inside : "";
}

/* Of all processes of a run together: no program of a course needs as much. */
enum { MOST_LOGS = 200, MOST_EVENTS = 150000 };

static bool load_logs(const struct analysis *in, struct trace_run *run)
{
	cleanup_buf struct buf ignored = BUF_INIT;
	size_t i;
	json_t *file;
	size_t events = 0;

	json_array_foreach(json_object_get(run->traced->record, "evidence"), i, file)
	{
		cleanup_free char *path =
			file_join(in->dir, json_is_string(file) ? json_string_value(file) : "");
		struct trace_log log;

		if (!text_ends(path, MISUSE_TRACE_SUFFIX))
			continue;
		if (trace_log_load(path, &log, &ignored) < 0)
			return false;
		run->logs = xreallocarray(run->logs, run->count + 1, sizeof(*run->logs));
		run->logs[run->count++] = log;
		events += log.count;
		if (run->count > MOST_LOGS || events > MOST_EVENTS)
			return false;
	}
	return run->count > 0;
}

static void find_places(struct trace_run *run)
{
	for (size_t i = 0; i < run->count; i++)
		for (size_t k = 0; k < run->logs[i].count; k++) {
			const struct trace_event *event = &run->logs[i].events[k];

			for (size_t p = 0; p < event->places_count; p++)
				place_want(&run->book, trace_program(event), event->places[p]);
		}
	place_find_all(&run->book);
}

bool trace_run_load_under(const struct analysis *in, const struct observation *plain,
	const char *tool, const char *programs, struct trace_run *ret)
{
	*ret = (struct trace_run){ .plain = plain, .book = PLACE_BOOK_INIT(programs) };
	if (plain->tool || plain->verdict != VERDICT_FAILED)
		return false;
	ret->traced = traced_run(in, tool, plain->scenario);
	ret->unmet = ret->traced ? first_unmet(ret->traced) : NULL;
	if (!failed_alike(first_unmet(plain), ret->unmet) || !load_logs(in, ret))
		return false;
	find_places(ret);
	return true;
}

bool trace_run_load(const struct analysis *in, const struct observation *plain,
	const char *programs, struct trace_run *ret)
{
	return trace_run_load_under(in, plain, TRACE_TOOL, programs, ret);
}

void trace_run_release(struct trace_run *run)
{
	for (size_t i = 0; i < run->count; i++)
		trace_log_release(&run->logs[i]);
	free(run->logs);
	place_book_release(&run->book);
}

const struct trace_log *trace_log_of(const struct trace_run *run, int pid)
{
	for (size_t i = 0; i < run->count; i++)
		if (run->logs[i].pid == pid)
			return &run->logs[i];
	return NULL;
}

/*** frames ***/

size_t trace_frames(const struct trace_run *run, const struct trace_event *event,
	const struct place *frames[MISUSE_CHAIN])
{
	size_t count = 0;

	for (size_t i = 0; i < event->places_count; i++) {
		const struct place *place =
			place_at(&run->book, trace_program(event), event->places[i]);

		if (place->line)
			frames[count++] = place;
	}
	return count;
}

static bool is_same_place(const struct place *a, const struct place *b)
{
	return a->line == b->line && strcmp(a->file, b->file) == 0;
}

/* Where the function was called in that event, other than at `known`. */
static bool is_called_elsewhere(const struct trace_run *run, const struct trace_event *event,
	const struct place *frame, const struct place *known)
{
	const struct place *frames[MISUSE_CHAIN];
	size_t count = trace_frames(run, event, frames);

	for (size_t i = 0; i + 1 < count; i++)
		if (strcmp(frames[i]->function, frame->function) == 0 &&
			strcmp(frames[i]->file, frame->file) == 0 &&
			!is_same_place(frames[i + 1], known))
			return true;
	return false;
}

static bool writes(enum trace_kind kind)
{
	return kind == TRACE_WRITE || kind == TRACE_PUT;
}

static bool is_of_kind(const struct trace_event *event, const struct trace_event *like)
{
	return event->kind == like->kind || (writes(event->kind) && writes(like->kind));
}

static bool has_many_callers(const struct trace_run *run, const struct trace_event *like,
	const struct place *frame, const struct place *caller)
{
	enum { MOST = 20000 };
	size_t looked = 0;

	for (size_t i = 0; i < run->count; i++)
		for (size_t k = 0; k < run->logs[i].count && looked++ < MOST; k++) {
			const struct trace_event *event = &run->logs[i].events[k];

			if (is_of_kind(event, like) &&
				is_called_elsewhere(run, event, frame, caller))
				return true;
		}
	return false;
}

const struct place *trace_telling_frame(
	const struct trace_run *run, const struct trace_event *event)
{
	const struct place *frames[MISUSE_CHAIN];
	size_t count = trace_frames(run, event, frames), i = 0;

	while (i + 1 < count &&
		(frames[i]->callers > 1 || has_many_callers(run, event, frames[i], frames[i + 1])))
		i++;
	return count ? frames[i] : NULL;
}

/*** words ***/

static void add_frame(struct buf *text, const struct place *frame)
{
	buf_printf(text, "%s:%u", frame->file, frame->line);
	if (*frame->function)
		buf_printf(text, " in %s()", frame->function);
}

/* Further callers lead to main, and tell less and less. */
enum { MOST_CALLERS = 2 };

void trace_add_call(struct buf *text, const struct trace_run *run, const struct trace_event *event)
{
	const struct place *frames[MISUSE_CHAIN];
	size_t count = trace_frames(run, event, frames);

	text_escape(text, event->call, strlen(event->call), 40);
	buf_adds(text, "()");
	for (size_t i = 0; i < count && i <= MOST_CALLERS; i++) {
		buf_adds(text, i == 0 ? " at " : ", called from ");
		add_frame(text, frames[i]);
	}
}

static const char *const ordinals[] = { "first", "second", "third", "fourth", "fifth" };

/* Which child of the process it was, from 1; 0: none. */
static size_t child_number(const struct trace_log *parent, int pid, size_t *ret_all)
{
	size_t found = 0;

	*ret_all = 0;
	for (size_t i = 0; i < parent->count; i++) {
		if (parent->events[i].kind != TRACE_CHILD)
			continue;
		++*ret_all;
		if (parent->events[i].number == pid)
			found = *ret_all;
	}
	return found;
}

static bool is_child_of(const struct trace_run *run, int parent, int pid)
{
	const struct trace_log *log = trace_log_of(run, parent);
	size_t all;

	return log && child_number(log, pid, &all) > 0;
}

static void add_child(
	struct buf *text, const struct trace_run *run, const char *name, int parent, int pid)
{
	const struct trace_log *log = trace_log_of(run, parent);
	size_t all = 0, number = log ? child_number(log, pid, &all) : 0;

	if (number == 0)
		buf_printf(text, "a process of %s (process %d)", name, pid);
	else if (all == 1)
		buf_printf(text, "the child of %s (process %d)", name, pid);
	else if (number <= sizeof(ordinals) / sizeof(*ordinals))
		buf_printf(
			text, "the %s child of %s (process %d)", ordinals[number - 1], name, pid);
	else
		buf_printf(text, "child number %zu of %s (process %d)", number, name, pid);
}

void trace_add_process(struct buf *text, const struct trace_run *run, int pid)
{
	const json_t *peers = json_object_get(run->traced->record, "peers");
	const char *name = "the program";
	int parent = 0;
	size_t i;
	json_t *peer;

	json_array_foreach(peers, i, peer)
	{
		int peers_pid = (int)jsonl_number(peer, "pid", 0);

		if (strcmp(jsonl_string(peer, "program", ""), "student") != 0)
			continue;
		if (peers_pid == pid) {
			buf_printf(text, "%s itself", jsonl_string(peer, "name", name));
			return;
		}
		if (!parent || is_child_of(run, peers_pid, pid)) {
			parent = peers_pid;
			name = jsonl_string(peer, "name", name);
		}
	}
	add_child(text, run, name, parent, pid);
}

static int analyse(const struct analysis *in, struct findings *out, struct buf *why)
{
	(void)in, (void)out, (void)why;
	return 0;
}

REGISTRY_ADD(analysers, analyser) = {
	.name = "trace",
	.about = "which call wrote what and where each process ended, in runs that failed",
	.kinds = kinds,
	.command = command,
	.environment = environment,
	.libraries = libraries,
	.after_failures = true,
	.analyse = analyse,
};
