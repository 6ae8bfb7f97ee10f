/*
 * From the keeper to init.
 */
#ifndef PROCTOR_SANDBOX_LAUNCH_H
#define PROCTOR_SANDBOX_LAUNCH_H

#include <sys/types.h>

#include "sandbox/init.h"

/*
 * Clones init into the namespaces of its mode, as a child of the caller.  The
 * pid or a negative errno.
 */
pid_t launch_init(const struct init_options *options);

/* Maps the ids of a new init into its user namespace. 0 or a negative errno. */
int launch_map_ids(pid_t init, const struct user *user);

#endif
