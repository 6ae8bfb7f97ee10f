/*
 * The seccomp filter of everything that runs in a box.
 *
 * Two layers, one filter: the baseline denies what no assignment needs, and
 * over it the assignment's own rule denies the mechanisms that it does not
 * allow.  A denied call fails with EPERM and is told to init, which names it;
 * a foreign ABI is killed; clone3 is ENOSYS, since its flags lie behind a
 * pointer that no filter can read and libc then falls back to clone.
 * int arguments are compared on their low 32 bits: the kernel ignores the
 * rest, and plain equality would be passed by setting bit 32.
 *
 * Source: seccomp(2), seccomp_rule_add(3), seccomp_unotify(2).
 */
#ifndef PROCTOR_SANDBOX_FILTER_H
#define PROCTOR_SANDBOX_FILTER_H

#include <linux/filter.h>
#include <stddef.h>
#include <stdint.h>

/* A set of mechanisms: bits of struct filter_mechanism. */
typedef uint32_t filter_mechanisms;

#define FILTER_ALL_MECHANISMS ((filter_mechanisms)~0U)

/* A mechanism that an assignment may allow. */
struct filter_mechanism {
	const char *name; /* as in assignment.yaml: "pipe" */
	filter_mechanisms bit;
	const char *about; /* for messages: "anonymous pipes" */
};

/* All of them; ends with a NULL name. */
extern const struct filter_mechanism filter_mechanisms_table[];

/* The bit of that name, 0 for no such mechanism. */
filter_mechanisms filter_mechanism_bit(const char *name);

/* A filter ready to be installed; the program belongs to it. */
struct filter {
	struct sock_fprog program;
	filter_mechanisms allowed;
};

/* Makes the filter. 0 or a negative errno. Free with filter_release(). */
int filter_make(filter_mechanisms allowed, struct filter *ret);
void filter_release(struct filter *filter);

/*
 * Installs it in the calling thread, which must have no_new_privs.  Returns
 * the listener on which denied calls are told (close-on-exec), or a negative
 * errno.  Makes no allocation: may be called after fork.
 */
int filter_install(const struct filter *filter);

/*
 * Takes one question from a listener and answers it with EPERM.  Returns 0
 * with who asked for what, or a negative errno (-ENOENT: the asker is gone).
 */
int filter_answer(int listener, int *ret_tid, int *ret_call);

#endif
