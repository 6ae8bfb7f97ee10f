/*
 * Where this process may make control groups.
 *
 * The kernel has two designs.  In version 2 one tree holds every controller; a
 * group may divide a controller among its children only when it holds no
 * process itself (the root excepted), so a box's group becomes a sibling of
 * ours or of one of our ancestors: the nearest one that we may write and that
 * divides, or can be made to divide, memory and pids.  No process is moved for
 * it.  In version 1 each controller has a tree of its own and the box's group
 * becomes a child of ours, so that every limit that holds us holds the box.
 * That version knows no delegation: a group below the top of what is mounted
 * belongs to whoever made it (a service manager, a container's runtime, a tool
 * that counts on finding its processes in it), and is used only when
 * PROCTOR_CGROUP says so.  A host may mix them (hybrid: systemd's own tree is
 * version 2, the controllers are version 1): each controller is looked for by itself.
 *
 * PROCTOR_CGROUP in the environment names the controllers that may be used:
 * "memory,pids", "pids", or "none".  Unset, each is used that is free to be.
 *
 * Source: cgroups(7), proc_pid_mountinfo(5), Documentation/admin-guide/
 * cgroup-v2.rst ("No Internal Process Constraint", "Delegation Containment").
 */
#ifndef PROCTOR_SANDBOX_HIERARCHY_H
#define PROCTOR_SANDBOX_HIERARCHY_H

#include <stddef.h>

enum hierarchy_controller { HIERARCHY_MEMORY, HIERARCHY_PIDS, HIERARCHY_CONTROLLERS };

/* One path; a longer one is not used. */
enum { HIERARCHY_PATH = 1024 };

/* Where groups with one controller can be made. */
struct hierarchy {
	int version; /* 1 or 2; 0: nowhere */
	char folder[HIERARCHY_PATH]; /* groups become its children */
};

/*
 * Looks for each controller.  `proc` is "/proc/self", or a folder with files
 * `cgroup` and `mountinfo` like those there; `allowed` is the value of
 * PROCTOR_CGROUP, NULL: all.  0 when one or both are found, or -ENOENT, then
 * `why` has a sentence for people.
 */
int hierarchy_find(const char *proc, const char *allowed,
	struct hierarchy ret[HIERARCHY_CONTROLLERS], char *why, size_t room);

#endif
