/*
 * What an assignment judges with: the program of its scenarios and the programs
 * of its reference, built once and kept.
 *
 * Those of our own assignments are made with proctor itself (home.h); those of
 * any other, or of ours after a change, are built on first use and kept in
 * $XDG_CACHE_HOME/proctor, under a digest of all that they are made from.
 *
 *	ORACLE/scenarios        Criterion program, harness/scenario/main.c
 *	ORACLE/reference/NAME   the reference's programs
 *	ORACLE/digest           of what both were made from
 */
#ifndef PROCTOR_STEPS_ORACLE_H
#define PROCTOR_STEPS_ORACLE_H

#include <jansson.h>
#include <stdbool.h>

#include "harness/base/buf.h"
#include "harness/core/assignment.h"

struct oracle {
	char *scenarios; /* path of the program */
	char *reference; /* folder of the reference's programs */
	json_t *list; /* lines of `scenarios --scenarios`: scenario, about, read */
	char *digest; /* of what both were made from, hexadecimal */
};

#define ORACLE_INIT                                                                                \
	{                                                                                          \
		.scenarios = NULL                                                                  \
	}
#define cleanup_oracle __attribute__((cleanup(oracle_release)))

/* Finds it, or builds it. 0, or a negative errno with a sentence (compiler output and all). */
int oracle_open(const struct assignment *assignment, struct oracle *ret, struct buf *why);
void oracle_release(struct oracle *oracle);

/* Whether it is there, so that oracle_open() need not build it. */
bool oracle_is_built(const struct assignment *assignment);

/* Builds it into `dir` in any case. */
int oracle_build(const struct assignment *assignment, const char *dir, struct buf *why);

#endif
