/*
 * Inits that were killed while their boxes were empty, and are not waited for at
 * once: nothing but the kernel's taking down of their namespaces is left of them
 * (a sixth of a box's time), and that goes on beside the keeper's next work.
 *
 * They are waited for with the next box that is opened or closed, and at exit(3).
 * A keeper that ends in another way leaves them to whoever adopts its children.
 */
#ifndef PROCTOR_SANDBOX_REAPER_H
#define PROCTOR_SANDBOX_REAPER_H

#include <sys/types.h>

/* `pid` is a child of ours that has been killed. Waits for the oldest when there are many. */
void reaper_take(pid_t pid);

/* Reaps those that have ended; waits for none. */
void reaper_look(void);

#endif
