/*
 * How a box is kept apart from its host: the modes, from least to best.
 *
 * full	user, PID, mount, IPC, UTS and network namespaces that an ordinary user
 *	may make: a private root, and no right that reaches outside.
 * root	the same namespaces but the user namespace, made by root; the programs
 *	run under an ordinary user ID that no other box has at that time.
 * plain	no namespaces: seccomp, limits, a private folder, Landlock where the kernel
 *	has it, and an ID of its own where the keeper is root.  SECURITY.md lists
 *	what it does not hold.
 *
 * In every mode: init is the only parent, the seccomp filter, no capabilities,
 * no new privileges, the limits.
 */
#ifndef PROCTOR_SANDBOX_ISOLATION_H
#define PROCTOR_SANDBOX_ISOLATION_H

enum isolation {
	ISOLATION_ANY, /* of a requirement: none; of a box: not open yet */
	ISOLATION_PLAIN,
	ISOLATION_ROOT,
	ISOLATION_FULL,
};

/* "full", "root", "plain"; "any" for ISOLATION_ANY. */
const char *isolation_name(enum isolation isolation);

/* The mode of that name, ISOLATION_ANY when there is none. */
enum isolation isolation_named(const char *name);

#endif
