/*
 * How much memory a box holds, where no cgroup counts it.
 *
 * The sum of resident sizes is cheap and counts a shared page once for every
 * process that maps it, so it may only say that all is well.  Beyond the limit
 * the exact count decides, and now and then it is taken anyway: each page's share
 * (Pss of smaps_rollup), plus shared memory that nobody maps, memfds and System V
 * segments, which is in no resident size.  Anonymous shared mappings may hold
 * pages that no process maps any more; they count by their size, but only once
 * all shared memory of the host has grown by as much as the limit.
 *
 * Source: proc(5) smaps_rollup, sysvipc/shm, meminfo.
 */
#ifndef PROCTOR_SANDBOX_MEMORY_H
#define PROCTOR_SANDBOX_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Checks a sum of resident sizes against the limit and replaces it by the exact
 * count where that is called for.  `segments`: those of the caller's user are
 * the box's and count.
 */
void memory_look(uint64_t limit_kib, bool segments, uint64_t *memory_kib);

#endif
