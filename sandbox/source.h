/*
 * From an address in a process to the source that it was compiled from.
 *
 * The debug information is the submission's own and may be anything: only a process
 * of its own, with a limit on its CPU time, reads it.
 *
 * Source: elfutils/libdwfl.h.
 */
#ifndef PROCTOR_SANDBOX_SOURCE_H
#define PROCTOR_SANDBOX_SOURCE_H

#include <elfutils/libdwfl.h>
#include <sys/types.h>

/* A place in the source, as far as it is known; borrowed from the Dwfl. */
struct source_place {
	const char *function, *file; /* NULL: unknown */
	int line;
};

/* What a process has mapped; NULL when that cannot be read. Free with dwfl_end(). */
Dwfl *source_open(pid_t tgid);

/* The place of an address; nothing is known of one without a line. */
struct source_place source_at(Dwfl *dwfl, unsigned long address);

#endif
