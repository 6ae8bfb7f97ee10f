/*
 * From addresses in the programs of a run to lines of their source.
 */
#ifndef PROCTOR_EXPLORE_LINES_H
#define PROCTOR_EXPLORE_LINES_H

#include <stdbool.h>
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

/* The same in parts. */
struct line_place {
	char *file; /* as the compiler was told; owned */
	char *function; /* "" unknown; owned */
	int line;
};

/* False: its program tells nothing. Free with line_place_release(). */
bool lines_find(struct lines *lines, const struct arena *arena, unsigned process, uint64_t address,
	struct line_place *ret);
void line_place_release(struct line_place *place);

void lines_close(struct lines *lines);

#endif
