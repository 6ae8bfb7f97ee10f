/*
 * The seccomp filter of everything that runs in a box, made from the tables of
 * sandbox/policy.h.
 *
 * A denied call fails with EPERM and is told to init, which names it; calls that
 * libc does without, and those that are newer than the tables, are ENOSYS; a
 * foreign ABI (i386, x32) is killed.
 *
 * The program is written here and not by libseccomp, which takes half a
 * millisecond for as many rules, a third of what a whole box may cost; this takes
 * some ten microseconds, so no filter is kept for the next box.  Calls are found
 * by halving, since the kernel follows the program once for each call of its table
 * when it is installed (from 5.11 on, to remember those that are always allowed),
 * and before 5.11 at each call.
 *
 * Source: seccomp(2), seccomp_unotify(2), Documentation/networking/filter.rst.
 */
#ifndef PROCTOR_SANDBOX_FILTER_H
#define PROCTOR_SANDBOX_FILTER_H

#include <linux/filter.h>

#include "sandbox/policy.h"

/* A filter ready to be installed; the program belongs to it. */
struct filter {
	struct sock_fprog program;
	struct filter_options options; /* what it was made for */
};

/* Makes the filter. 0 or a negative errno. Free with filter_release(). */
int filter_make(const struct filter_options *options, struct filter *ret);
void filter_release(struct filter *filter);

/*
 * Installs it in the calling thread, which must have no_new_privs.  Returns
 * the listener on which denied calls are told (close-on-exec), or a negative
 * errno.  Makes no allocation: may be called after fork.
 */
int filter_install(const struct filter *filter);

/* A denied call, whose task waits for the answer. */
struct filter_question {
	uint64_t id;
	pid_t tid; /* who asks, as the reader's PID namespace numbers it */
	int rule; /* the index of the rule that denied it; -1: none of this filter's */
};

/* Takes one question from a listener of that filter. 0 or a negative errno (-ENOENT: gone). */
int filter_hear(const struct filter *filter, int listener, struct filter_question *ret);

/* Answers it with EPERM. 0, also when the asker is gone, or a negative errno. */
int filter_refuse(int listener, const struct filter_question *question);

#endif
