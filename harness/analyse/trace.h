/*
 * The runs that were traced (steps/retrace.h), each beside the plain run that it repeats.
 *
 * A traced run counts only where it failed in the same way; then its facts give the fault
 * that the plain run showed a place.  They decide nothing.
 */
#ifndef PROCTOR_ANALYSE_TRACE_H
#define PROCTOR_ANALYSE_TRACE_H

#include "harness/analyse/analyser.h"
#include "harness/analyse/place.h"
#include "harness/analyse/trace_log.h"

/* What such a run has for its tool. */
#define TRACE_TOOL OBSERVATION_TRACED
#define TRACE_VALUES OBSERVATION_VALUES

struct trace_run {
	const struct observation *plain, *traced;
	const json_t *unmet; /* the traced run's first expectation that was not met */
	struct trace_log *logs;
	size_t count;
	struct place_book book;
};

/*
 * Takes the trace of a plain run that failed: false when there is none, when it failed otherwise,
 * or when what it noted cannot be read.  Release it with trace_run_release() either way.
 */
bool trace_run_load(const struct analysis *in, const struct observation *plain,
	const char *programs, struct trace_run *ret);

/* The same of the run under that tool: TRACE_TOOL, TRACE_VALUES. */
bool trace_run_load_under(const struct analysis *in, const struct observation *plain,
	const char *tool, const char *programs, struct trace_run *ret);
void trace_run_release(struct trace_run *run);

/* What the event's process was, a name in `programs`; "" for what is none of the submission's. */
const char *trace_program(const struct trace_event *event);

/* The process's log, or NULL. */
const struct trace_log *trace_log_of(const struct trace_run *run, int pid);

/* Those places of the event that lie in the submission's sources, the innermost first. */
size_t trace_frames(const struct trace_run *run, const struct trace_event *event,
	const struct place *frames[MISUSE_CHAIN]);

/*
 * The frame that tells a call apart from others: not that of a helper, which does what it is
 * asked to for whoever calls it.  A function is one when the program calls it in several
 * places, by what the compiler told of it or by what this run showed.  NULL: no frame has a line.
 */
const struct place *trace_telling_frame(
	const struct trace_run *run, const struct trace_event *event);

/* "write() at relay.c:138 in write_all(), called from relay.c:171 in serve()". */
void trace_add_call(struct buf *text, const struct trace_run *run, const struct trace_event *event);

/* "relay itself", "the second child of relay (process 5)": who has that log. */
void trace_add_process(struct buf *text, const struct trace_run *run, int pid);

#endif
