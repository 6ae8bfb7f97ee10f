/*
 * How far a batch is: a bar with the time left on a terminal, plain lines
 * otherwise; both on standard error.
 */
#ifndef PROCTOR_CMD_PROGRESS_H
#define PROCTOR_CMD_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct progress {
	bool bar;
	size_t total;
	size_t before; /* done before we began: no measure of our speed */
	struct timespec begun;
};

void progress_begin(struct progress *progress, size_t total, size_t before);

/* `done` of all are through; `what` says in a line what has just ended. */
void progress_step(const struct progress *progress, size_t done, const char *what);

/* Takes the bar away. */
void progress_end(const struct progress *progress);

#endif
