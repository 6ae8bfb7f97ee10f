/*
 * What the parts of the library call where a trace is kept (trace.h); each does nothing where
 * none is.  errno stays.
 */
#ifndef PROCTOR_MISUSE_TRACING_H
#define PROCTOR_MISUSE_TRACING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "misuse/line.h"

/* Whether a trace is kept; set before the program's first instruction, and never again. */
extern bool misuse_traces;

/* Begins, in that folder; `how` is what MISUSE_TRACE says. */
void misuse_trace_open(const char *folder, const char *how);

/* In a process that began, as what it is. */
void misuse_trace_start(pid_t parent, const char *program);

/* In a process that fork() made: nothing was noted in it yet. */
void misuse_trace_restart(void);

/* The shared clock's next reading; 0: no trace is kept. */
uint64_t misuse_trace_now(void);

/*** descriptors and streams: trace_output.c ***/

/* A call that began at `low` has written `result` of these bytes, or failed. */
void misuse_trace_written(
	uint64_t low, const char *call, int fd, const void *bytes, ssize_t result);

/* A call on a stream, from before it to behind it. */
struct misuse_printing {
	struct misuse_printed *to; /* NULL: nothing is noted */
	uint64_t low;
	size_t pending;
	size_t added;
};

/* Locks the stream until _end(); in between are told the bytes that it took (NULL: not known). */
struct misuse_printing misuse_printing_begin(FILE *stream);
void misuse_printing_add(
	struct misuse_printing *printing, const char *call, const void *bytes, size_t length);
void misuse_printing_end(const struct misuse_printing *printing);

/* Every stream's, for fflush(NULL): as if each had been flushed by a call of its own. */
void misuse_trace_flushed_all(void);

/* It is about to be closed: what is in its buffer goes out. */
void misuse_trace_closing(FILE *stream);

/* exit() is about to write what is left in the buffers. */
void misuse_trace_flushing_at_end(void);

/* What fork() copied is in this process's buffers, too. */
void misuse_trace_copied(void);

/*** ends: trace_end.c ***/

/* Notes deaths by a signal that is nobody's. */
void misuse_trace_watch_deaths(void);

/* Whether this handler is ours: the program has none then. */
bool misuse_trace_is_ours(const void *handler);

/* HOW as in trace.h; the first of a process counts. */
void misuse_trace_end(const char *how, int status);

/*** what else is noted: trace.c ***/

void misuse_trace_child(pid_t pid);
void misuse_trace_call(const char *call, uintptr_t place);
void misuse_trace_waited(pid_t pid, int status, const char *call);
void misuse_trace_number(const char *call, const char *text, const char *end, long long value);

/*** for the files of the trace themselves ***/

/* The places of the program's own code that led here. */
struct misuse_chain {
	uintptr_t places[12];
	unsigned count;
};

void misuse_chain_take(struct misuse_chain *ret);

/* The last call that was noted in the main thread, and where it stood. */
struct misuse_last {
	const char *call;
	struct misuse_chain chain;
};

const struct misuse_last *misuse_trace_last(void);

/* A record begins with a word; each field comes behind a tab (misuse/line.h). */
void misuse_line_word(struct misuse_line *line, const char *word);
void misuse_line_text(struct misuse_line *line, const char *text, size_t most);
void misuse_line_number(struct misuse_line *line, uint64_t number);
void misuse_line_chain(struct misuse_line *line, const struct misuse_chain *chain);

/* Writes it, and the bytes that follow it (NULL: none). */
void misuse_line_put(struct misuse_line *line, const void *bytes, size_t length);

/* Remembers the call as the last one. */
void misuse_trace_remember(const char *call, const struct misuse_chain *chain);

#endif
