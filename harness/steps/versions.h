/*
 * The versions of everything that takes part in a grade, for plan.jsonl.
 */
#ifndef PROCTOR_STEPS_VERSIONS_H
#define PROCTOR_STEPS_VERSIONS_H

#include <jansson.h>

/* [{"name", "version"}], a new array; found once for a process. */
json_t *versions_json(void);

#endif
