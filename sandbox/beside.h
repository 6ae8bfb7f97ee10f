/*
 * What is done beside init while a box opens: a thread of init's waits for the
 * keeper's leave, builds the root, and lets the old one go, while init itself
 * makes the network.
 *
 *	beside_begin(&beside, &plan, &errands);
 *	…                                  a network namespace: half of the opening
 *	beside_join_root(&beside, &what);  init is in its new root
 *	beside_wait(&beside);              the old one is out of reach: no program runs before
 *
 * The thread has init's memory, files, root and working directory, but a user of
 * its own, and it is no thread of libc's: errno is shared.  So init makes system
 * calls meanwhile and nothing else, and where one of them fails the box does,
 * whatever the thread makes of an errno that was not its own.  The namespaces but
 * the network's are shared too.
 *
 * Source: clone(2), pivot_root(2), futex(2).
 */
#ifndef PROCTOR_SANDBOX_BESIDE_H
#define PROCTOR_SANDBOX_BESIDE_H

#include "sandbox/milestone.h"
#include "sandbox/root.h"

/* What else the thread does for init. */
struct beside_errands {
	int (*leave)(void *data); /* before it builds: 0 or a negative errno */
	void (*entered)(void *data); /* when init is in the new root; NULL: nothing */
	void *data;
};

/* What init and the thread share: what is done, and what came of it. */
struct beside {
	const struct root_plan *plan;
	struct beside_errands errands;
	const char *what; /* at what it failed */
	struct milestone left; /* `leave` has returned 0; never reached when it has not */
	struct milestone root_built;
	struct milestone old_root_gone; /* not where the root could not be built */
	int root_error; /* an errno, 0 */
	int old_root_error; /* the same */
};

/*
 * Starts it, with all signals blocked.  `leave` is called first, and makes the
 * thread the user that the root is to belong to.  `plan` must stay until
 * beside_wait().  0 or a negative errno.
 */
int beside_begin(
	struct beside *beside, const struct root_plan *plan, const struct beside_errands *errands);

/* Waits until it has entered the root, and run its errand there. 0 or a negative errno, then
 * `*ret_what` says at what it failed. */
int beside_join_root(const struct beside *beside, const char **ret_what);

/*
 * Waits until the old root cannot be reached any more.  0 or a negative
 * errno. May be called in a vforked child.
 */
int beside_wait(const struct beside *beside);

#endif
