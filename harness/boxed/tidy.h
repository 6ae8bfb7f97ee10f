/*
 * One run leaves nothing to the next: files and objects that were made since the first are removed.
 *
 * A program that leaves something, or that was stopped in the midst of its work, would else
 * find it in the next run, in which it could not lie.
 */
#ifndef PROCTOR_BOXED_TIDY_H
#define PROCTOR_BOXED_TIDY_H

#include <stdbool.h>

struct tidy;

/*
 * Notes what is there now: in the working folder, in these (NULL-terminated, borrowed), and with
 * `objects` which System V objects there are: only where nobody else could have made any.  Never
 * NULL.
 */
struct tidy *tidy_open(const char *const *folders, bool objects);

/* Removes what has come since. No process of a run may be left. */
void tidy_up(const struct tidy *tidy);

void tidy_close(struct tidy *tidy);

#endif
