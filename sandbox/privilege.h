/*
 * What init and its threads may do, and who they are.
 *
 * Each function is about the calling thread alone, whatever libc believes of
 * threads: credentials(7).
 */
#ifndef PROCTOR_SANDBOX_PRIVILEGE_H
#define PROCTOR_SANDBOX_PRIVILEGE_H

#include <stdint.h>
#include <sys/types.h>

/* All capabilities but those of `kept` (bits) go. 0 or a negative errno. */
int privilege_keep(uint32_t kept);

/* Empties the bounding set: nothing that is exec'ed may get a capability back, not even a later
 * uid 0. */
void privilege_unbind(void);

/* Takes these ids and gives all other groups up. 0 or a negative errno. */
int privilege_change_ids(uid_t uid, gid_t gid);

/* The same where no other thread changes: its files in /proc stay its own (proc(5)). */
int privilege_become(uid_t uid, gid_t gid);

/*
 * The parent's death is its own, and with it the PID namespace's.  A change of ids clears it.
 * Without a namespace the closed wire tells, since there is to be cleaned up.
 */
void privilege_die_with_parent(void);

#endif
