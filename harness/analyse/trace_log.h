/*
 * What libmisuse.so wrote down of one process that it traced (misuse/trace.h).
 *
 * Written in the submission's own process, to a folder that the submission may write to as well:
 * hostile input.  Whoever forges it changes what his own report says, and nothing else: no finding
 * that is made from it decides an item.
 */
#ifndef PROCTOR_ANALYSE_TRACE_LOG_H
#define PROCTOR_ANALYSE_TRACE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/base/buf.h"
#include "misuse/trace.h"

enum trace_kind {
	TRACE_START,
	TRACE_PUT,
	TRACE_FLUSH,
	TRACE_WRITE,
	TRACE_CHILD,
	TRACE_WAITED,
	TRACE_NUMBER,
	TRACE_BUSY,
	TRACE_DIED,
	TRACE_END,
	TRACE_OVER,
};

struct trace_event {
	enum trace_kind kind;
	const char *program; /* that the process was: its path inside of the box; "": not known */
	const char *call; /* libc's function, or HOW of an end; "" for none */
	const char *ending; /* of an end: CALL */
	uint64_t places[MISUSE_CHAIN]; /* the innermost first */
	size_t places_count;
	uint64_t inode; /* of a put, flush or write */
	uint64_t low, high; /* of a flush or write; high 0: at the end of the process */
	size_t length; /* of a put, flush or write; USED of a number */
	unsigned stream; /* of a put or flush */
	const char *bytes; /* of a put or write; NULL: not known */
	int number; /* a process, signal or exit status */
	int status; /* of a child that was waited for */
	long long value; /* of a number */
	const char *text; /* of a number */
};

struct trace_log {
	int pid;
	struct trace_event *events;
	size_t count;
	char *text; /* that all of it points into */
};

#define TRACE_LOG_INIT                                                                             \
	{                                                                                          \
		.events = NULL                                                                     \
	}
#define cleanup_trace_log __attribute__((cleanup(trace_log_release)))

/*
 * 0, or a negative errno with a sentence in `why`.  A last record without an end, which a
 * kill in the midst of it leaves, is passed over.
 */
int trace_log_load(const char *path, struct trace_log *ret, struct buf *why);
void trace_log_release(struct trace_log *log);

#endif
