/*
 * What isolation mode `plain` has instead of a root of its own: Landlock.
 *
 * Two layers.  init enters the first, which every program inherits: signals and
 * abstract Unix sockets stay within the box (Linux 6.12; older ones lack it).
 * Each program enters the second before exec: of the host's files it may read
 * and run /usr and what belongs to it, and write its private folder, /dev/shm,
 * /dev/mqueue and the harmless devices (Linux 5.13).  A layer of its own for
 * each program would forbid two programs of one box to signal each other, which
 * is why the first is init's.
 *
 * Source: landlock(7), landlock_create_ruleset(2), landlock_add_rule(2).
 */
#ifndef PROCTOR_SANDBOX_FENCE_H
#define PROCTOR_SANDBOX_FENCE_H

#include <stdbool.h>

struct fence {
	int files; /* the ruleset of the second layer; -1: this kernel has no Landlock */
	bool signals; /* the first layer holds signals and abstract sockets back */
};

/*
 * Makes both layers and enters the first, in init, which has no_new_privs.
 * `folder` is the private folder; folders in `hidden` (at most `count`, up to
 * the first NULL) are left out of what may be read.  0 or a negative errno;
 * a kernel without Landlock is no error.
 */
int fence_make(struct fence *ret, const char *folder, const char *const *hidden, unsigned count);

/* Enters the second layer. Only system calls: may be called in init's memory. 0 or a negative
 * errno. */
int fence_enter(const struct fence *fence);

#endif
