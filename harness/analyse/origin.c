/*
 * origin: which line wrote the first wrong byte of an output, and where a process ended whose exit
 * status was wrong.
 *
 * What was wrong is said by the plain run; this tells where it came from, by the same run
 * when it was traced (trace.h).  No item asks for these kinds of finding.
 */
#include "harness/analyse/origin.h"

#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/analyse/origin_telling.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"

static const char *const kinds[] = { "wrong-output", "wrong-status", NULL };

void origin_add(const struct telling *telling, const struct place *place, const struct words *words)
{
	findings_add(
		telling->out, &(struct finding){
				      .analyser = (char *)(uintptr_t) "origin",
				      .kind = (char *)(uintptr_t)words->kind,
				      .file = place->file,
				      .line = place->line,
				      .function = place->function,
				      .places = (char *)(uintptr_t)words->places,
				      .message = (char *)(uintptr_t)words->message,
				      .hint = (char *)(uintptr_t)words->hint,
				      .read = (char *)(uintptr_t)words->read,
				      .scenario = (char *)(uintptr_t)telling->run->plain->scenario,
				      .confirmed = true,
			      });
}

const struct trace_event *origin_last(const struct trace_log *log, enum trace_kind kind)
{
	for (size_t i = log ? log->count : 0; i > 0; i--)
		if (log->events[i - 1].kind == kind)
			return &log->events[i - 1];
	return NULL;
}

const struct place *origin_innermost(const struct trace_run *run, const struct trace_event *event)
{
	const struct place *frames[MISUSE_CHAIN];

	return trace_frames(run, event, frames) ? frames[0] : NULL;
}

/*** how a process ended ***/

bool origin_ended_by(const struct trace_event *end, const char *how)
{
	return end && strcmp(end->call, how) == 0;
}

void origin_add_end(struct buf *text, const struct trace_run *run, const struct trace_log *log)
{
	const struct trace_event *end = origin_last(log, TRACE_END);
	const struct trace_event *death = origin_last(log, TRACE_DIED);

	trace_add_process(text, run, log->pid);
	if (death) {
		const struct place *place = origin_innermost(run, death);

		buf_printf(text, " was ended by signal %d", death->number);
		if (place)
			buf_printf(text, " at %s:%u", place->file, place->line);
	} else if (origin_ended_by(end, "return")) {
		buf_adds(text, " ended by return from main()");
	} else if (end) {
		buf_adds(text, " ended by ");
		trace_add_call(text, run, end);
	} else {
		buf_adds(text, " ended");
	}
}

/*** one run ***/

static const json_t *peer_of(const json_t *record, int pid)
{
	size_t i;
	json_t *peer;

	json_array_foreach(json_object_get(record, "peers"), i,
		peer) if ((int)jsonl_number(peer, "pid", 0) == pid &&
			  strcmp(jsonl_string(peer, "program", ""), "student") == 0) return peer;
	return NULL;
}

bool origin_telling_find(struct telling *telling)
{
	telling->pid = (int)jsonl_number(telling->run->unmet, "pid", 0);
	telling->peer = telling->pid ? peer_of(telling->run->traced->record, telling->pid) : NULL;
	return telling->peer != NULL;
}

static void tell(const struct analysis *in, const struct trace_run *run, struct findings *out)
{
	struct telling telling = { .in = in, .run = run, .out = out };

	if (!origin_telling_find(&telling))
		return;
	if (json_object_get(run->unmet, "output"))
		origin_tell_output(&telling);
	else if (text_starts(jsonl_string(run->unmet, "seen", ""), "EXITED("))
		origin_tell_status(&telling);
}

static int analyse(const struct analysis *in, struct findings *out, struct buf *why)
{
	cleanup_free char *programs = file_join(in->dir, "build/plain");

	(void)why;
	for (size_t i = 0; i < in->observations->count; i++) {
		struct trace_run run;

		if (trace_run_load(in, &in->observations->list[i], programs, &run))
			tell(in, &run, out);
		trace_run_release(&run);
	}
	return 0;
}

REGISTRY_ADD(analysers, analyser) = {
	.name = "origin",
	.about = "the line that wrote a wrong output, or ended with a wrong status",
	.kinds = kinds,
	.analyse = analyse,
};

/*** deaths ***/

static int died_of(const char *outcome)
{
	return text_starts(outcome, "SIGNALLED(") ? atoi(outcome + strlen("SIGNALLED(")) : 0;
}

/* What a signal does is said for the whole process, and best before anything is written. */
static void add_default(struct buf *text, struct buf *places, const struct place *outermost)
{
	if (strcmp(outermost->function, "main") != 0)
		return;
	buf_printf(text,
		" SIGPIPE had its default action, which ends a process: signal() or sigaction() "
		"for it belongs "
		"into main(), before %s:%u is reached.",
		outermost->file, outermost->line);
	buf_printf(places, "%s:%u", outermost->file, outermost->line);
}

static void take_death(const struct trace_run *run, int number, int pid, struct origin_death *ret)
{
	const struct trace_event *death = origin_last(trace_log_of(run, pid), TRACE_DIED);
	const struct place *place =
		death && death->number == number ? origin_innermost(run, death) : NULL;
	const struct place *frames[MISUSE_CHAIN];
	struct buf text = BUF_INIT, places = BUF_INIT;
	size_t count;

	if (!place)
		return;
	count = trace_frames(run, death, frames);
	buf_printf(&text, " It died at %s:%u in %s()", place->file, place->line, place->function);
	for (size_t i = 1; i < count && i < 3; i++)
		buf_printf(&text, ", called from %s:%u in %s()", frames[i]->file, frames[i]->line,
			frames[i]->function);
	buf_addch(&text, '.');
	if (number == SIGPIPE)
		add_default(&text, &places, frames[count - 1]);
	*ret = (struct origin_death){ xstrdup(place->file), place->line, xstrdup(place->function),
		buf_steal(&text), buf_steal(&places) };
}

struct origin_death origin_death(const struct analysis *in, const struct observation *plain,
	const char *peer, const char *outcome)
{
	cleanup_free char *programs = file_join(in->dir, "build/plain");
	struct origin_death death = { .file = NULL };
	struct trace_run run;
	bool there = trace_run_load(in, plain, programs, &run);
	size_t i;
	json_t *other;

	json_array_foreach(there ? json_object_get(run.traced->record, "peers") : NULL, i, other)
	{
		if (!death.file && strcmp(jsonl_string(other, "name", ""), peer) == 0 &&
			strcmp(jsonl_string(other, "outcome", ""), outcome) == 0)
			take_death(
				&run, died_of(outcome), (int)jsonl_number(other, "pid", 0), &death);
	}
	trace_run_release(&run);
	return death;
}

void origin_death_release(struct origin_death *death)
{
	free(death->file);
	free(death->function);
	free(death->sentence);
	free(death->places);
	*death = (struct origin_death){ .file = NULL };
}
