/*
 * The time that a submission sees: it passes only when nobody can run, and then
 * at once.  So sleeping costs nothing, and orders nothing.
 */
#ifndef PROCTOR_EXPLORER_VIRTUAL_CLOCK_H
#define PROCTOR_EXPLORER_VIRTUAL_CLOCK_H

#include <stdint.h>
#include <time.h>

/* As arena->now_ns counts. */
uint64_t virtual_ns(const struct timespec *time) __attribute__((visibility("hidden")));
/* From what a clock of the kernel's is to show, to arena->now_ns; 0 where it has passed. */
uint64_t virtual_from_clock(clockid_t clock, const struct timespec *time)
	__attribute__((visibility("hidden")));
/* What a clock shows now. */
struct timespec virtual_now(clockid_t clock) __attribute__((visibility("hidden")));

#endif
