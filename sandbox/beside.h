/*
 * What is done beside init while a box opens: the two things that take the
 * kernel longest, and that nobody has to wait for where two CPUs are free.
 *
 *	beside_begin(&beside);
 *	…                             whatever else is to be done
 *	beside_join_network(&beside); a network namespace of its own, nothing but loopback in it
 *	…                             init has its new root, the old one lies over it
 *	beside_let_go(&beside);       the old one may go now
 *	beside_wait(&beside);         it has gone: no program runs before
 *
 * A network namespace is half of a box's opening, most of it the kernel's own
 * sysctl tables; letting go of a mount waits until every CPU has noticed.  Both
 * are done by a thread of init that makes system calls and nothing else: init's
 * memory and libc are not made for two.
 *
 * Source: network_namespaces(7), clone(2), setns(2), netdevice(7), pivot_root(2).
 */
#ifndef PROCTOR_SANDBOX_BESIDE_H
#define PROCTOR_SANDBOX_BESIDE_H

/* What init and the thread share: what is done (futexes, 0 until it is so) and what came of it. */
struct beside {
	int network_made;
	int root_changed;
	int old_root_gone;
	int network; /* the namespace; in init's descriptors */
	int network_error; /* an errno, 0 */
	int old_root_error; /* an errno, 0 */
};

/*
 * Starts it, with all signals blocked.  Needs CAP_SYS_ADMIN over the present
 * network namespace.  0 or a negative errno.
 */
int beside_begin(struct beside *beside);

/* Waits for the network and moves the caller into it. 0 or a negative errno. */
int beside_join_network(struct beside *beside);

/* Says that root_enter() is through. */
void beside_let_go(struct beside *beside);

/* Waits until the old root has gone. 0 or a negative errno. May be called in a vforked child. */
int beside_wait(const struct beside *beside);

#endif
