/*
 * One folder of a control group file system: its files, its tasks, its end.
 *
 * Nothing here knows of boxes; `folder` is an absolute path.
 */
#ifndef PROCTOR_SANDBOX_GROUP_H
#define PROCTOR_SANDBOX_GROUP_H

#include <stdint.h>

/* A path of a group, the name of a file in it included. */
enum { GROUP_PATH = 1280 };

/* Writes a whole text to a file of the group. 0 or a negative errno. */
int group_write(const char *folder, const char *file, const char *text);

/*
 * The number in a file, or the one after `key` at the beginning of a line;
 * -ENODATA when there is none.
 */
int group_read(const char *folder, const char *file, const char *key, uint64_t *ret);

/*
 * Kills every task in the group: by cgroup.kill, or, where the kernel has none
 * (version 1, Linux before 5.14), with new tasks forbidden (pids.max 0) and
 * through pidfds, so that no process that takes over a number is hit, until the
 * list of processes is empty; a freezer would be a third group for each box and
 * do no more.  0, -ETIMEDOUT when a task does not die (it sleeps
 * uninterruptibly), or a negative errno.
 */
int group_kill(const char *folder);

/*
 * Waits until the tasks of the group have ended by themselves, at most so long.
 * 0, -ETIMEDOUT, or another negative errno.
 */
int group_await(const char *folder, int most_ms);

/*
 * Removes the group, killing what is in it and waiting for its last task's end
 * where there is one; the groups below it go too.  0 (also when it is gone
 * already), -EBUSY when a task does not die, or a negative errno.
 */
int group_remove(const char *folder);

#endif
