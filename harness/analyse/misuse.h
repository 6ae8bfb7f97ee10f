/*
 * What the analyser misuse knows and another tells.
 */
#ifndef PROCTOR_ANALYSE_MISUSE_H
#define PROCTOR_ANALYSE_MISUSE_H

#include "harness/analyse/analyser.h"

/*
 * Appends residue's findings of children that were not waited for and objects that were left,
 * with the line that made each: of the runs that libmisuse.so watched, as far as it could.
 */
void misuse_left(const struct analysis *in, struct findings *out);

/* The same of the run of that scenario that was traced (trace.h), if one was. */
void misuse_left_traced(const struct analysis *in, const char *scenario, struct findings *out);

#endif
