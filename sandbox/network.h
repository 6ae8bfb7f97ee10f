/*
 * The box's network: a fresh namespace with nothing but a loopback interface.
 *
 * Making one is the dearest part of a box, most of it the kernel's own sysctl
 * tables, so a process beside init makes it while init builds the root.
 *
 *	network_begin(&network);
 *	…                            whatever else is to be done
 *	network_join(&network);
 *	network_end(&network);       the maker may take its time to die
 *
 * Source: network_namespaces(7), clone(2), setns(2), netdevice(7).
 */
#ifndef PROCTOR_SANDBOX_NETWORK_H
#define PROCTOR_SANDBOX_NETWORK_H

#include <sys/types.h>

/* A namespace that is being made; shared with the process that makes it. */
struct network {
	pid_t maker;
	int fd; /* the namespace; in init's descriptors */
	int error; /* the maker's errno, 0 */
	int ready; /* a futex: 1 once all of this is filled in */
};

/* Starts making it.  Needs CAP_SYS_ADMIN over the present one.  0 or a negative errno. */
int network_begin(struct network *network);

/* Waits for it and moves the caller into it. 0 or a negative errno. */
int network_join(struct network *network);

/* Buries the maker. */
void network_end(struct network *network);

#endif
