/*
 * Keepers that open boxes with a mess in them, and close them: half of them in
 * the midst of the mess, the others when nothing happens in them any more.
 *
 * They run in a process of their own and end with a BOXES_ status; what went
 * wrong is said on stderr.
 */
#ifndef PROCTOR_TESTS_LEAKS_BOXES_H
#define PROCTOR_TESTS_LEAKS_BOXES_H

#include <stdbool.h>
#include <stdint.h>

enum { BOXES_DONE = 0, BOXES_FAILED = 1 };

struct boxes_work {
	const char *mode; /* isolation mode that is required */
	const char *mess; /* path of the mess-maker */
	const char *mark; /* names begin so; the number of the box follows */
	int keys; /* the System V key of box 0 */
	bool objects; /* IPC objects too: the box can tell its own from others' */
	unsigned first, count; /* numbers of the boxes */
	unsigned open; /* how many are open at once */
	uint64_t seed;
};

/* Opens and closes them all in this process, and looks at the process itself too. */
int boxes_run(const struct boxes_work *work);

/* The arguments of the mess-maker in box `number`, for a keeper that is another program. */
enum { BOXES_WORDS = 7, BOXES_WORD = 128 };
void boxes_mess_arguments(const struct boxes_work *work, unsigned number,
	char words[BOXES_WORDS][BOXES_WORD], const char *ret_argv[BOXES_WORDS]);

/* A pure generator, so that a seed repeats a run (splitmix64). */
uint64_t boxes_random(uint64_t *state);

#endif
