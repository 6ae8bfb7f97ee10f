/*
 * How a run ended.
 *
 * Taken from our own record (wait status, limits that we enforced, the settle
 * watch), never guessed from a signal's number: `return 139` is EXITED(139), a
 * program that kills itself is SIGNALLED(9).
 */
#ifndef PROCTOR_SANDBOX_OUTCOME_H
#define PROCTOR_SANDBOX_OUTCOME_H

#include <stddef.h>

enum outcome_kind {
	OUTCOME_RUNNING, /* no outcome yet */
	OUTCOME_EXITED, /* value: exit status */
	OUTCOME_SIGNALLED, /* value: signal number */
	OUTCOME_DEADLOCKED, /* settled, with nothing left that could wake it */
	OUTCOME_SPINNING, /* value: the limit in ms; the last half saw no progress, only waiting */
	OUTCOME_CPU_LIMIT, /* value: the limit in ms */
	OUTCOME_WALL_LIMIT, /* value: the limit in ms; timers or peers kept it busy */
	OUTCOME_MEMORY_LIMIT, /* value: the limit in MiB */
	OUTCOME_OUTPUT_LIMIT, /* value: the limit in KiB */
	OUTCOME_PROCESS_LIMIT, /* value: the limit in tasks */
	OUTCOME_DENIED, /* value: system call number */
	OUTCOME_NOT_STARTED, /* value: errno of execve(2) */
};

struct outcome {
	enum outcome_kind kind;
	int value; /* what it means is said at each kind */
};

/* Room that outcome_text() needs at most. */
enum { OUTCOME_TEXT_MAX = 64 };

/* "EXITED(0)", "DEADLOCKED", "DENIED(shmget)" into text; returns text. */
const char *outcome_text(struct outcome outcome, char text[OUTCOME_TEXT_MAX]);

/* The bare word, "EXITED". */
const char *outcome_name(enum outcome_kind kind);

/* A whole sentence for people: "ended with exit status 1", … (into text). */
const char *outcome_sentence(struct outcome outcome, char *text, size_t room);

/* Whether two outcomes are the same, value included where it tells them apart. */
int outcome_equal(struct outcome a, struct outcome b);

#endif
