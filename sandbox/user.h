/*
 * The user of the host that the programs of a box run as.
 *
 * An ordinary keeper can give nobody but itself.  Root's boxes run under an
 * ordinary ID: in a user namespace one for all, which has no process outside
 * of boxes; elsewhere one that no other box has at that time, since limits per
 * user and kill(-1) do not stop at a namespace that is not there.  That one is
 * leased by the name of an abstract Unix socket, which the kernel gives back
 * whatever happens to the keeper.
 */
#ifndef PROCTOR_SANDBOX_USER_H
#define PROCTOR_SANDBOX_USER_H

#include <stdbool.h>
#include <sys/types.h>

#include "sandbox/isolation.h"

struct user {
	uid_t uid;
	gid_t gid;
	bool own; /* nobody else's: neither the keeper's nor another box's */
	int lease; /* -1: none */
};

/* Finds one. 0, or -EUSERS when all are taken, or another negative errno. */
int user_lease(struct user *ret, enum isolation isolation);
void user_release(struct user *user);

/* How many tasks the user has on this host now; 0 when it cannot be told. */
unsigned user_tasks(uid_t uid);

#endif
