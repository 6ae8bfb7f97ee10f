/*
 * One fault, one finding: all findings that tell of the same fault, as one.
 *
 * A deadlock that six scenarios show at one line is one fault with six scenarios; a
 * race that two tools tell of is one fault with two analysers.  A pure function of
 * the findings: their order changes nothing, every finding is in exactly one fault, and
 * a fault is confirmed when one of its findings is, and only then.  Findings stay what
 * judge() and score() work with, so merging changes no verdict.
 *
 * Faults are ranked: confirmed ones first, then by the severity of their kind (the order
 * of finding_kinds), then those with a line before those without, then those that more
 * analysers and more scenarios saw.
 */
#ifndef PROCTOR_CORE_FAULTS_H
#define PROCTOR_CORE_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/core/finding.h"

struct fault {
	const struct finding *told; /* the one of them that tells it best; borrowed */
	bool confirmed;
	size_t *findings; /* indexes, ascending */
	size_t findings_count;
	const char **analysers; /* that say so, sorted, each once; borrowed */
	size_t analysers_count;
	const char **scenarios; /* where it was seen, sorted, each once; borrowed; may be none */
	size_t scenarios_count;
};

struct faults {
	struct fault *list;
	size_t count;
};

#define cleanup_faults __attribute__((cleanup(faults_release)))

/* Borrows from `findings`, which must live as long. */
void faults_merge(const struct findings *findings, struct faults *ret);
void faults_release(struct faults *faults);

/* Whether the finding of that index is one of the fault's. */
bool fault_has(const struct fault *fault, size_t finding);

/* "deadlock, helgrind": the names, separated (caller frees); after `most` of them how many more. */
char *fault_names(const char *const *names, size_t count, size_t most);

#endif
