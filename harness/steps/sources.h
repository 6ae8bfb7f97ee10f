/*
 * Which of a submission's files are compiled, and into which program.
 */
#ifndef PROCTOR_STEPS_SOURCES_H
#define PROCTOR_STEPS_SOURCES_H

#include <stdbool.h>

#include "harness/core/assignment.h"

/* Whether the file is one of the program's sources; `*` in a pattern stays in one folder. */
bool sources_of_program(const struct assignment_program *program, const char *file);

/* Whether it is a source of any program; with the student's own Makefile, any C file may be. */
bool sources_compiled(const struct assignment *assignment, const char *file);

#endif
