/*
 * Who wrote which byte of a stream: a pipe that several processes wrote to, put together again
 * from what each of them noted (trace_log.h) and from what came out of it.
 *
 * Each process's pieces lie in their order.  Between processes the shared clock orders what did
 * not overlap, and the bytes themselves do the rest: a piece is only taken where it agrees with
 * what came out.  Where two pieces would do, or none, nobody is named.
 */
#ifndef PROCTOR_ANALYSE_ORIGIN_STREAM_H
#define PROCTOR_ANALYSE_ORIGIN_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/analyse/trace_log.h"

/* A call that wrote, in the process that made it. */
struct origin {
	const struct trace_log *log; /* NULL: not known */
	const struct trace_event *event; /* the write or put */
	uint64_t low; /* when it went out */
	uint64_t offset; /* of the byte, in what its process wrote to that stream */
};

/* The call that wrote the byte `target` of the stream, of which `bytes` came out. */
struct origin origin_of_byte(const struct trace_log *logs, size_t count, uint64_t inode,
	const char *bytes, size_t length, size_t target);

/* Whole lines that are looked for. */
struct origin_wanted {
	const char *bytes; /* from the begin of a line on */
	size_t length;
	bool first; /* they must be the first of that stream, and … */
	size_t from; /* … the call is meant that wrote this one of them */
	bool any_case; /* upper and lower case are one */
	uint64_t before; /* by the clock */
};

/* The first call that wrote them, from their begin, to another stream than this one. */
struct origin origin_of_line(const struct trace_log *logs, size_t count, uint64_t inode,
	const struct origin_wanted *wanted);

/* The first bytes that the process itself put into a buffer for that stream, and never wrote. */
struct origin origin_unwritten(const struct trace_log *log, uint64_t inode, size_t *ret_length);

#endif
