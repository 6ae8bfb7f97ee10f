/*
 * A network of the box's own: loopback, up, and nothing else.
 *
 * Source: network_namespaces(7), netdevice(7).
 */
#ifndef PROCTOR_SANDBOX_NETWORK_H
#define PROCTOR_SANDBOX_NETWORK_H

/*
 * Moves the caller into a new network namespace: half a millisecond, nearly all
 * of it the kernel's sysctl tables.  Needs CAP_SYS_ADMIN.  Makes system calls and
 * nothing else (sandbox/beside.h).  0 or a negative errno.
 */
int network_enter(void);

/*
 * Moves the calling thread into the network of its process's first thread.  The
 * filter lets this one call through (sandbox/policy.h).  0 or a negative errno.
 */
int network_follow(void);

/* Needs CAP_NET_ADMIN over it. 0 or a negative errno. */
int network_raise_loopback(void);

#endif
