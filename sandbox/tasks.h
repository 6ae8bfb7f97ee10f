/*
 * The tasks of a box at one moment, read from its /proc.
 *
 * A task is *blocked* when it sleeps in a system call that only someone else's
 * act can end; *timed* when it sleeps but a timer of its own will (or may)
 * wake it; *busy* otherwise.  When two samples with nothing but blocked tasks
 * have equal signatures, nothing has run between them: the box has settled.
 *
 * Source: proc(5): /proc/PID/task/TID/{status,syscall,stat}, /proc/PID/fdinfo.
 */
#ifndef PROCTOR_SANDBOX_TASKS_H
#define PROCTOR_SANDBOX_TASKS_H

#include <stdbool.h>
#include <sys/types.h>

#include "sandbox/wire.h"

/* What /proc says of one task. */
struct task {
	pid_t tid;
	pid_t tgid;
	pid_t ppid;
	char state; /* R S D T t Z X */
	unsigned long switches; /* voluntary and other context switches */
	unsigned long long pending; /* signals that wait and are not blocked */
	unsigned long long caught; /* signals with a handler */
	long memory_kib; /* resident, of the process */
	int call; /* system call number, -1: none or running */
	unsigned long arguments[6];
	unsigned long stack, counter; /* user stack pointer and program counter */
	char name[17];
};

/* Reads one task; 0, or -ESRCH when it is gone. */
int task_read(pid_t tgid, pid_t tid, struct task *ret);

/* Whether the task sleeps in a call that has a time-out of its own. */
bool task_has_timeout(const struct task *task);

/* Goes through every task of the box but init's own; stops when visit is not 0. */
int tasks_each(int (*visit)(const struct task *task, void *data), void *data);

/*
 * One sample of all tasks; `reaped_us` is the CPU time of those that init has
 * reaped.  `handlers_tell`: a handler for SIGALRM and its like is the program's own
 * and may mean a pending alarm; a tool such as Valgrind catches every signal itself.
 */
void tasks_sample(int64_t reaped_us, bool handlers_tell, struct wire_sample *ret);

/* The living children of a process, oldest first; how many, at most `room`. */
size_t tasks_children(pid_t parent, pid_t *ret, size_t room);

#endif
