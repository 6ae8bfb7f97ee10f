/*
 * The control group of one box: limits that the kernel holds, and its word on
 * whether they were met.
 *
 * The caller's steps:
 *
 *	cgroup_open(&group, &limits, why, sizeof(why));   -ENOENT: this host has none, go on without
 *	clone3(… CLONE_INTO_CGROUP, .cgroup = cgroup_birth(&group) …)
 *	cgroup_enter(&group, born_inside);                in init, before it does anything else
 *	cgroup_events(&group, &events);                   whenever a task has died, and at the end
 *	cgroup_kill(&group);                              where no PID namespace does it
 *	cgroup_close(&group);                             when all are dead, or to kill them
 *
 * Getting in.  A process number written to cgroup.procs makes the kernel wait
 * until no fork is under way anywhere: an RCU grace period, measured at 10 to
 * 18 ms on an idle machine.  Two ways go around it.  In version 2 init is born
 * inside (clone3); in version 1 a process of one thread writes "0" to `tasks`,
 * which moves only that thread and takes no such lock: 0.03 ms.
 *
 * Memory.  Counted is all that the tasks make the kernel keep: their own pages,
 * shared and System V memory, memfds, files in the box's tmpfs, kernel memory;
 * the cache of files on disks too, but the kernel gives that back before it
 * calls it too much, so writing big files is never a want of memory.  Swap is off.
 * The box's own files cannot be given back, and a full disk (ENOSPC) must not
 * look like too much memory: the limit is memory_mib + disk_mib.  It is a ceiling,
 * for what grows faster than it can be sampled or is in no process's size;
 * whoever samples against memory_mib goes on doing so, and a program gets the same
 * verdict on every host.
 *
 * Out of memory.  The kernel kills the task that holds the most, one at a time.
 * memory.oom.group of version 2 stays off: version 1 has none, and init must live
 * to say how each program ended.  Init holds next to nothing and is the last
 * choice.  Its oom_score_adj is left alone: programs would inherit a negative
 * one, and could go back to it.  Where files and kernel memory alone fill the
 * limit, init dies too: the keeper reads the events before it blames us.
 *
 * A program that runs under the keeper's own uid and sees the host's files
 * (isolation mode plain, not root) can write the group's files as the keeper can.
 *
 * Source: cgroups(7), clone(2), Documentation/admin-guide/cgroup-v2.rst,
 * cgroup-v1/{memory,pids}.rst; kernel/cgroup/cgroup.c, cgroup_procs_write_start().
 */
#ifndef PROCTOR_SANDBOX_CGROUP_H
#define PROCTOR_SANDBOX_CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sandbox/group.h"
#include "sandbox/hierarchy.h"
#include "sandbox/limits.h"

/* Init, its nursery and the witness are tasks as well. */
enum { CGROUP_OWN_TASKS = 3 };

/* One controller's group. */
struct cgroup_side {
	int version; /* 0: none */
	bool shared; /* the same group as the memory side's */
	int entrance; /* what "0" is written to, to get in; -1: none */
	char folder[GROUP_PATH];
};

/* At most two groups, one where a tree has both controllers. */
struct cgroup {
	struct cgroup_side sides[HIERARCHY_CONTROLLERS];
	int birth; /* version 2: the group, for clone3; -1: none */
};

#define CGROUP_NONE                                                                                \
	{                                                                                          \
		.sides = { { .entrance = -1 }, { .entrance = -1 } }, .birth = -1,                  \
	}

/* What the kernel has noted of the group so far. */
struct cgroup_events {
	bool memory; /* the box's memory limit was met and a task killed, or refused, for it */
	bool starved; /* a task was killed for want of memory elsewhere: no fault of the box's */
	bool tasks; /* a fork was refused */
	uint64_t memory_peak_kib; /* most memory at once; 0: not known */
	int64_t cpu_us; /* CPU time of all tasks, dead ones too; -1: not known */
};

/*
 * Makes the group, with `limits` (no zeroes) set.  Where this process may make
 * groups is looked for once in its life; then groups whose keeper is dead are
 * swept away.  0 when memory, tasks or both are limited; -ENOENT: nothing here can
 * be used, `why` has a sentence for people.  Not thread-safe.
 */
int cgroup_open(struct cgroup *ret, const struct limits *limits, char *why, size_t room);

/* The same among these trees; nothing is swept. */
int cgroup_open_in(struct cgroup *ret, const struct hierarchy where[HIERARCHY_CONTROLLERS],
	const struct limits *limits, char *why, size_t room);

bool cgroup_limits_memory(const struct cgroup *group);
bool cgroup_limits_tasks(const struct cgroup *group);

/* "memory and tasks by cgroup v1", "none", into text; returns text. */
enum { CGROUP_KIND_MAX = 64 };
const char *cgroup_kind(const struct cgroup *group, char text[CGROUP_KIND_MAX]);

/*
 * For clone3's `cgroup` beside CLONE_INTO_CGROUP, or -1: leave the flag out.  Who
 * calls clone3 needs the keeper's rights: do it before becoming another user.  Where it
 * fails (ENOSYS below a container's filter, EACCES), clone without it:
 * cgroup_enter() does the rest.
 */
int cgroup_birth(const struct cgroup *group);

/*
 * Takes the calling process, which has one thread, into the group; `born_inside`:
 * it was cloned with cgroup_birth().  The descriptors are the keeper's, and
 * close-on-exec: call this before closing them.  Async-signal-safe; works under
 * another uid and in other namespaces than the keeper's.  0 or a negative errno.
 */
int cgroup_enter(const struct cgroup *group, bool born_inside);

/* 0, or a negative errno when the group's files cannot be read. */
int cgroup_events(const struct cgroup *group, struct cgroup_events *ret);

/* Kills all tasks of the group, init too (group_kill()). 0 or a negative errno. */
int cgroup_kill(const struct cgroup *group);

/* Removes the group, killing what is left in it. What does not die in seconds is for a sweep. */
void cgroup_close(struct cgroup *group);

/*
 * Removes groups of ours whose keeper is dead, among these trees; how many.
 * Names say who the keeper was: proctor-PIDNAMESPACE-PID-STARTED-NUMBER.  Those of
 * other PID namespaces cannot be judged and stay.  Tasks in them are given so long
 * to end by themselves, and then killed.
 */
int cgroup_sweep(const struct hierarchy where[HIERARCHY_CONTROLLERS], int patience_ms);

#endif
