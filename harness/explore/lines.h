/*
 * From addresses in the programs of a run to lines of their source.
 */
#ifndef PROCTOR_EXPLORE_LINES_H
#define PROCTOR_EXPLORE_LINES_H

#include <stdint.h>

#include "explorer/arena.h"
#include "harness/base/buf.h"

struct lines;

/* Of a run; the arena is read only while a function is called. Never NULL. */
struct lines *lines_open(void);

/*
 * Adds "relay.c:138, in write_all" for the call or access that ends at an address of
 * a process of the arena; "an unknown place" where its program tells nothing.
 */
void lines_add(struct lines *lines, struct buf *out, const struct arena *arena, unsigned process,
	uint64_t address);

void lines_close(struct lines *lines);

#endif
