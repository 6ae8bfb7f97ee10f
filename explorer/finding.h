/*
 * What a schedule has shown, as the runtime leaves it in the arena: addresses
 * only, which the controller turns into lines.
 */
#ifndef PROCTOR_EXPLORER_FINDING_H
#define PROCTOR_EXPLORER_FINDING_H

#include <stdbool.h>
#include <stdint.h>

enum { EXPLORE_FINDINGS = 32 };

enum explore_kind {
	EXPLORE_RACE, /* two accesses that nothing orders */
	EXPLORE_KINDS,
};

/* Why a run was not explored whole. */
enum explore_limit {
	EXPLORE_LIMIT_CALL = 1, /* a system call that the runtime does not know */
	EXPLORE_LIMIT_TASKS = 2,
	EXPLORE_LIMIT_OBJECTS = 4,
	EXPLORE_LIMIT_SHADOW = 8,
	EXPLORE_LIMIT_FOREIGN = 16, /* a program without the runtime was executed */
	EXPLORE_LIMIT_CANCEL = 32, /* pthread_cancel(3) */
	EXPLORE_LIMIT_DISPATCH = 128, /* no syscall user dispatch here */
	EXPLORE_LIMIT_STILL = 64, /* somebody waits in the kernel, who should not */
};

/* One of the two sides of a race. */
struct explore_side {
	uint16_t task;
	bool write;
	uint16_t program; /* index of the process whose file `place` lies in */
	uint64_t place; /* address after the access or its call */
};

struct explore_finding {
	enum explore_kind kind;
	struct explore_side sides[2]; /* the earlier one first */
	uint64_t address; /* in the second side's process */
	uint32_t size;
	bool between_processes;
	uint32_t step; /* steps in the trace when the second side came */
};

#endif
