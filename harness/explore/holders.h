/*
 * Who has the other end of a pipe: for whoever waits at its end for ever.
 *
 * Asked of /proc while everybody stands still, since nothing else knows what
 * descriptors processes have inherited.
 */
#ifndef PROCTOR_EXPLORE_HOLDERS_H
#define PROCTOR_EXPLORE_HOLDERS_H

#include "explorer/arena.h"
#include "harness/base/buf.h"

/*
 * Of a task that waits in read() or write() on a pipe or FIFO: "process 2 itself
 * (descriptor 4), process 1 (descriptor 6)" have it open at the other end.  Adds nothing
 * where there is no such end.
 */
void holders_add(struct buf *out, const struct arena *arena, unsigned task);

#endif
