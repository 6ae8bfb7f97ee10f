/*
 * The box's file system: a fresh root that holds only what a program needs.
 *
 *	/usr (with /bin, /lib, … as links into it), /etc with a made passwd and
 *	group                                    read-only
 *	/box  the working folder and home        writable, empty, limited
 *	/tmp, /dev/shm, /dev/mqueue              writable, empty, limited
 *	/proc of the box's own process IDs
 *	/dev/{null,zero,full,random,urandom}, /dev/{fd,stdin,stdout,stderr}
 *
 * Set-up is a list of typed operations that is then played (root.c).
 * Source: mount_namespaces(7), pivot_root(2), mount_setattr(2), proc(5).
 */
#ifndef PROCTOR_SANDBOX_ROOT_H
#define PROCTOR_SANDBOX_ROOT_H

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

/*
 * Builds the root and changes into it; called by init, once, in fresh user and
 * mount namespaces.  0 or a negative errno, then `*ret_what` says at what.
 */
int root_enter(
	const struct limits *limits, const char *const hidden[ROOT_HIDDEN], const char **ret_what);

#endif
