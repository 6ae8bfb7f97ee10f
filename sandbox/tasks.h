/*
 * The tasks of a box at one moment, read from its /proc.
 *
 * A task is *blocked* when it sleeps in a system call that only someone else's
 * act can end; *timed* when it sleeps but a timer of its own will (or may)
 * wake it; *busy* otherwise.  When two samples with nothing but blocked tasks
 * have equal signatures, nothing has run between them: the box has settled,
 * unless an alarm is still to come, which sandbox/timers.h finds out.
 *
 * Why that is so.  Of each task the call is read first, which the kernel answers
 * only for a task that is off its CPU, and then state and switches.  A task that
 * is about to sleep shows S with the count of its last sleep; so equal counts do
 * not prove that it slept until the second count was read.  They do prove that it
 * slept from the first count to the second *call*, since there it was off its CPU
 * with no sleep begun after the first.  That span holds the whole time between the
 * two samples, for every task; and who is in neither sample was not there between
 * them, because the numbers given to tasks have not moved (full, root), or because
 * its parent slept while its children were listed (plain).
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
	unsigned long sleeps; /* the voluntary ones alone */
	unsigned long long unanswered; /* signals that wait for it or its process */
	unsigned long long pending; /* of those, the ones that are not blocked */
	unsigned long long blocked; /* signals that are */
	unsigned long long caught; /* signals with a handler */
	long memory_kib; /* resident, of the process */
	int call; /* system call number, -1: none or running */
	bool hidden; /* what it does may not be read: exec of a file that it may not read */
	unsigned long arguments[6];
	unsigned long stack, counter; /* user stack pointer and program counter */
	char name[17];
};

/* Reads one task; 0, or -ESRCH when it is gone. */
int task_read(pid_t tgid, pid_t tid, struct task *ret);

/* Whether the task sleeps in a call that has a time-out of its own. */
bool task_has_timeout(const struct task *task);

/*
 * Says whose tasks the box's are: 1, where init is PID 1 of a PID namespace and
 * /proc shows nobody else, or the descendants of a reaper.  Once, in init.
 */
void tasks_belong_to(pid_t init);

/* Whether the kernel can tell a process's children: CONFIG_PROC_CHILDREN. */
bool tasks_can_be_found(void);

/* Whether this process, alive or a zombie, is one of the box's. */
bool tasks_has(pid_t pid);

/*
 * Goes through every task of the box but init's own and the caller's; stops when
 * visit is not 0.  A task that was listed and has gone when it is read is visited
 * too, with tgid 0 and state R: whatever it was, something has happened.
 */
int tasks_each(int (*visit)(const struct task *task, void *data), void *data);

/* How a sample is to be taken. */
struct tasks_question {
	int64_t reaped_us; /* CPU time of those that init has reaped */
	/* How often init itself has let a task go on or reaped one: no rest between two of them. */
	uint64_t acts;
	/*
	 * A handler for SIGALRM is the program's own and may mean a pending alarm;
	 * a tool such as Valgrind catches every signal itself.
	 */
	bool handlers_tell;
	bool progress; /* also read what each process has read and written */
	uint64_t memory_limit_kib; /* beyond it memory is counted exactly, which is dear */
	bool segments; /* System V segments of this user are the box's */
};

/* One sample of all tasks. */
void tasks_sample(const struct tasks_question *question, struct wire_sample *ret);

/* The living children of a process, oldest first; how many, at most `room`. */
size_t tasks_children(pid_t parent, pid_t *ret, size_t room);

#endif
