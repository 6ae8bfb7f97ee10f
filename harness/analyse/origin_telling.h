/*
 * What the files of the analyser origin share: origin.c, origin_output.c and origin_status.c.
 */
#ifndef PROCTOR_ANALYSE_ORIGIN_TELLING_H
#define PROCTOR_ANALYSE_ORIGIN_TELLING_H

#include "harness/analyse/trace.h"

/* What is shown of a text of the submission's. */
enum { ORIGIN_SHOWN = 60 };

/* One run, and what is made of it. */
struct telling {
	const struct analysis *in;
	const struct trace_run *run;
	int pid; /* the peer's that the expectation is about */
	const json_t *peer;
	const struct place *place; /* that is told already; NULL: none */
	struct findings *out;
};

/* What a finding has beside its place. */
struct words {
	const char *kind, *message, *hint, *read;
	const char *places; /* as a finding's; NULL: none */
};

/* Finds the peer that the run's expectation is about; false: it is about none. */
bool origin_telling_find(struct telling *telling);

/* Adds a finding at that place. */
void origin_add(
	const struct telling *telling, const struct place *place, const struct words *words);

/* The last event of that kind, NULL: none. */
const struct trace_event *origin_last(const struct trace_log *log, enum trace_kind kind);

/* The innermost frame of the event in the student's source, NULL: none is known. */
const struct place *origin_innermost(const struct trace_run *run, const struct trace_event *event);

/* Whether that is how the process ended, as in misuse/trace.h; `end` may be NULL. */
bool origin_ended_by(const struct trace_event *end, const char *how);

/* "relay itself ended by return from main()" */
void origin_add_end(struct buf *text, const struct trace_run *run, const struct trace_log *log);

/* origin_output.c: the expectation was about what the peer printed. */
void origin_tell_output(const struct telling *telling);

/* origin_status.c: it was about how the peer ended, and that was an exit. */
void origin_tell_status(const struct telling *telling);

#endif
