/*
 * A folder that a student works in remembers its assignment.
 *
 * `start` leaves a small file in it, so that `check` needs no argument: one
 * line with an ID of ours or the absolute path of an assignment folder, and
 * before it comments that begin with `#`.
 */
#ifndef PROCTOR_CMD_HOMEWORK_H
#define PROCTOR_CMD_HOMEWORK_H

#include "harness/base/buf.h"
#include "harness/core/assignment.h"

/* The file's name. */
#define HOMEWORK_FILE ".proctor"

/* Writes it. 0 or a negative errno. */
int homework_write(const char *dir, const char *assignment);

/*
 * Reads what `dir` was started for (caller frees).  0, or a negative errno with
 * a sentence: -ENOENT when nothing says so.
 */
int homework_read(const char *dir, char **ret, struct buf *why);

/*
 * Loads an assignment by its ID or path.  0, or a negative errno with a sentence;
 * -ENOENT when there is none.  Free with assignment_free().
 */
int homework_assignment(const char *name, struct assignment **ret, struct buf *why);

#endif
