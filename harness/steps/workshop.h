/*
 * A box in which a submission is built: its sources lie in /box, compilers
 * read hostile input there with limits of their own.
 */
#ifndef PROCTOR_STEPS_WORKSHOP_H
#define PROCTOR_STEPS_WORKSHOP_H

#include <jansson.h>
#include <sys/types.h>

#include "harness/base/buf.h"
#include "sandbox/box.h"

/* What a Makefile gets that calls gcc. */
#define WORKSHOP_GCC "/tmp/shim/gcc"

struct workshop {
	struct box *box;
	struct capture *
		*captures; /* one for each command; the box watches them until it is closed */
	size_t captures_count;
	char *map; /* one word for every compiler: no path of a private folder is remembered */
};

#define WORKSHOP_INIT                                                                              \
	{                                                                                          \
		.box = NULL                                                                        \
	}
#define cleanup_workshop __attribute__((cleanup(workshop_close)))

/* One command that ran in it. */
struct workshop_job {
	struct outcome outcome;
	struct buf output; /* standard output and error together, head kept */
	char *command; /* as one would type it */
	char *why; /* when it could not be run at all: one sentence */
};

#define WORKSHOP_JOB_INIT                                                                          \
	{                                                                                          \
		.output = BUF_INIT                                                                 \
	}
#define cleanup_workshop_job __attribute__((cleanup(workshop_job_release)))

/*
 * Opens a box and copies the files (stored names) of DIR/source/ into it.
 * 0, or a negative errno with a sentence; both are our side.
 */
int workshop_open(struct workshop *workshop, const char *dir, const json_t *files, struct buf *why);
void workshop_close(struct workshop *workshop);

/*
 * From now on the compiler, under each of its names, builds for the explorer: as
 * scripts/proctor-cc does, whatever it is told.  0 or a negative errno; our side.
 */
int workshop_instrument(struct workshop *workshop);

/*
 * Runs a command in /box to its end, with the compiler shim first in PATH.
 * 0 when it ran, however it ended; a negative errno when our side failed.
 */
int workshop_run(struct workshop *workshop, const char *const *argv, struct workshop_job *ret);
void workshop_job_release(struct workshop_job *job);

/* Copies a regular file out of the box. 0 or a negative errno. */
int workshop_fetch(struct workshop *workshop, const char *inside, const char *outside, mode_t mode);

#endif
