/*
 * What is done beside init while a box opens: its root is built, and the old one
 * let go, by a thread of init's, while init itself makes the network.
 *
 *	beside_begin(&beside, &plan);
 *	…                                  a network namespace: half of the opening
 *	beside_join_root(&beside, &what);  init is in its new root
 *	beside_wait(&beside);              the old one has gone: no program runs before
 *
 * The thread has init's memory, files, root and working directory, but no thread
 * of libc: errno is shared.  So init makes system calls meanwhile and nothing
 * else, and where one of them fails the box does, whatever the thread makes of
 * an errno that was not its own.  The namespaces but the network's are shared too.
 *
 * Source: clone(2), pivot_root(2), futex(2).
 */
#ifndef PROCTOR_SANDBOX_BESIDE_H
#define PROCTOR_SANDBOX_BESIDE_H

#include "sandbox/root.h"

/* What init and the thread share: what is done (futexes, 0 until it is so) and what came of it. */
struct beside {
	const struct root_plan *plan;
	const char *what; /* root_enter() */
	int root_built;
	int old_root_gone;
	int root_error; /* an errno, 0 */
	int old_root_error; /* the same */
};

/*
 * Starts it, with all signals blocked, as the user that the root is to belong to.
 * `plan` must stay until beside_wait().  0 or a negative errno.
 */
int beside_begin(struct beside *beside, const struct root_plan *plan);

/* Waits for the root. 0 or a negative errno, then `*ret_what` says at what it failed. */
int beside_join_root(const struct beside *beside, const char **ret_what);

/* Waits until the old root has gone. 0 or a negative errno. May be called in a vforked child. */
int beside_wait(const struct beside *beside);

#endif
