/*
 * The box's file system: a fresh root that holds only what a program needs.
 *
 *	/usr (with /bin, /lib, … as links into it), /etc with a made passwd and
 *	group                                    read-only
 *	/box  the working folder and home        writable, empty
 *	/tmp, /dev/shm                           writable, empty
 *	/dev/mqueue                              the box's own queues
 *	/proc of the box's own process IDs
 *	/dev/{null,zero,full,random,urandom}, /dev/{fd,stdin,stdout,stderr}
 *
 * What is writable shares one limit in bytes and one in files.  Each mount
 * costs some 20 microseconds, so there are as few as can be.
 *
 * Set-up is a list of typed operations that is then played (root.c).
 * Source: mount_namespaces(7), pivot_root(2), mount_setattr(2), proc(5).
 */
#ifndef PROCTOR_SANDBOX_ROOT_H
#define PROCTOR_SANDBOX_ROOT_H

#include <stdbool.h>
#include <sys/types.h>

#include "sandbox/limits.h"

/* The working folder inside of the box. */
#define ROOT_WORK "/box"

/* The user inside of the box; no name or number of the host is to be seen. */
enum { ROOT_UID = 1000, ROOT_GID = 1000 };

/*
 * Folders of the host that lie below what is shown and must not be seen: at
 * most ROOT_HIDDEN, NULL for none; each that exists is covered by an empty one.
 */
enum { ROOT_HIDDEN = 4 };

/* What the root is to be like. */
struct root_plan {
	const struct limits *limits;
	const char *const *hidden; /* ROOT_HIDDEN of them */
	uid_t uid; /* whom /etc/passwd names; the group has the same number */
	bool shared; /* no user namespace cuts our mounts' propagation to the host */
};

/*
 * Builds the root and changes into it, which makes it the working directory too;
 * called by init, once, in a fresh mount namespace.  0 or a negative errno, then `*ret_what` says
 * at what.
 */
int root_enter(const struct root_plan *plan, const char **ret_what);

/*
 * Lets go of the old root, which root_enter() has left stacked over the new one,
 * where the working directory is.  Takes as long as all the rest: the kernel waits
 * until no CPU looks at the mounts any more.  0 or a negative errno.
 */
int root_let_go(void);

/*
 * Whether the old root is out of reach: from its own root a process comes to what
 * is stacked over it by "..", and by nothing else (path_resolution(7)).  True before
 * root_let_go() returns: that has then only to wait.
 */
bool root_is_alone(void);

#endif
