/*
 * A process beside the keeper that outlives it: should the keeper be killed, it
 * removes the control groups that nobody else could, since init has neither the
 * right to nor the time.  All else goes with the namespaces, or init does it.
 */
#ifndef PROCTOR_SANDBOX_WARDEN_H
#define PROCTOR_SANDBOX_WARDEN_H

#include "sandbox/hierarchy.h"

/*
 * Starts one for this process, if it has none yet.  It sleeps until the process
 * has ended in whatever way, sweeps (cgroup_sweep()), and ends.  Calls are
 * counted.  0 or a negative errno.
 */
int warden_start(const struct hierarchy where[HIERARCHY_CONTROLLERS]);

/* Ends it, once it has been called as often as warden_start(). */
void warden_stop(void);

#endif
