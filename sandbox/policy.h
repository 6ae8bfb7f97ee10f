/*
 * What is denied to everything that runs in a box, as tables.
 *
 * The baseline denies what no assignment needs; over it an assignment's own
 * rule denies the mechanisms that it does not allow; and where there are no
 * namespaces, the rules that stand in for them (`alone`) deny reaching the
 * processes outside.  Calls that are not in the table are let through, up to
 * the newest that was known when it was written: an allow-list of everything
 * would rot with each libc.
 *
 * Conditions look at 32 bits.  That is all that the kernel reads of an int, and
 * a comparison with 64 would be passed by setting bit 32.
 *
 * Source: syscalls(2) and each call's page; the default lists of Docker and
 * Podman (libseccomp profiles) and systemd.exec(5), SystemCallFilter=.
 */
#ifndef PROCTOR_SANDBOX_POLICY_H
#define PROCTOR_SANDBOX_POLICY_H

#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

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

enum { POLICY_UNTOUCHABLES = 4 };

/* What a filter is made for; zeroes: a box with namespaces that allows no mechanism. */
struct filter_options {
	filter_mechanisms allowed;
	bool alone; /* there is no PID namespace: the filter keeps it from outsiders */
	bool blind; /* alone: /dev/mqueue is not there, so no message queue could be found again */
	/* processes that it must not reach, and (alone) groups; ends with a 0 if not full */
	pid_t untouchable[POLICY_UNTOUCHABLES];
};

enum policy_test {
	POLICY_ALWAYS, /* no condition */
	POLICY_EQUAL, /* (word & mask) == value */
	POLICY_DIFFERS, /* (word & mask) != value */
	POLICY_ANY_BIT, /* (word & mask) != 0 */
	POLICY_UNTOUCHABLE, /* the word is one of filter_options.untouchable, or minus one of them
			     */
};

struct policy_condition {
	enum policy_test test;
	uint8_t argument; /* from 0 */
	bool high; /* the word is the upper half of the argument, not the lower */
	uint32_t mask;
	uint32_t value;
};

enum { POLICY_CONDITIONS = 4 };

/* A call that is denied when all conditions hold. */
struct policy_rule {
	int call; /* negative: this machine has no such call */
	filter_mechanisms mechanism; /* not denied when one of these is allowed; 0: whatever is */
	bool alone; /* only with filter_options.alone */
	bool blind; /* only with filter_options.blind */
	bool unknown; /* ENOSYS, so that libc tries another way; else EPERM, and it is told */
	struct policy_condition when[POLICY_CONDITIONS];
};

/* There is room for more than policy_rules_count, so that arrays can be as long. */
enum { POLICY_RULES = 256 };

extern const struct policy_rule policy_rules[];
extern const size_t policy_rules_count;

/* Calls from this number on are not known here: ENOSYS. */
enum { POLICY_UNKNOWN_FROM = 470 };

/* What setns(2) has as a third argument, which it does not look at, where init calls it. */
#define POLICY_SETNS_MARK 0x626f7865U

/* Whether a filter with these options has the rule. */
bool policy_applies(const struct policy_rule *rule, const struct filter_options *options);

/* Whether this rule denies the call; rules are asked in the table's order. */
bool policy_denies(const struct policy_rule *rule, const struct seccomp_data *data,
	const struct filter_options *options);

/* The rule that denies the call, or NULL. */
const struct policy_rule *policy_rule(
	const struct seccomp_data *data, const struct filter_options *options);

/* Why a call was denied. */
enum policy_reason {
	POLICY_MECHANISM, /* the way into a mechanism that the assignment does not allow */
	POLICY_NEVER, /* no assignment needs it */
	POLICY_ALONE, /* the box has no namespaces to hold it */
};

enum { POLICY_WHY = 640 };

/*
 * Why the rule denies: also as a part of a sentence for people, as "this
 * assignment allows anonymous pipes, not System V shared memory".
 */
enum policy_reason policy_why(
	const struct policy_rule *rule, filter_mechanisms allowed, char text[POLICY_WHY]);

#endif
