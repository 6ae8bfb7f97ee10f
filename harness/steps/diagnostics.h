/*
 * What a compiler said, as data: "FILE:LINE:COLUMN: SEVERITY: MESSAGE" lines of
 * gcc, clang and GNU ld, with anything else left out.
 */
#ifndef PROCTOR_STEPS_DIAGNOSTICS_H
#define PROCTOR_STEPS_DIAGNOSTICS_H

#include <jansson.h>
#include <stddef.h>

/* At most this many are kept: the first errors are the ones to mend. */
enum { DIAGNOSTICS_MOST = 20 };

/* Diagnostics of the given output (hostile bytes) as a new JSON array. */
json_t *diagnostics_parse(const char *output, size_t length);

#endif
