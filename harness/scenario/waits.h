/*
 * How a wait is explained: what waits.c and its families share.
 *
 * A family is one file: waits_pipe.c, waits_lock.c, …  It has a table of the system calls that
 * it explains (`struct way`), which waits.c lists.  What reading from or writing to a kind of
 * descriptor waits for is one line in waits_fd.c.
 *
 * An explanation says what is waited for (`on`), who could end the wait and why nobody will
 * (`why`), what to do (`advice`), and which manual page to read.  Texts come from
 * scenario_text() or are constant; nothing is freed.
 */
#ifndef PROCTOR_SCENARIO_WAITS_H
#define PROCTOR_SCENARIO_WAITS_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/base/buf.h"
#include "harness/scenario/scene.h"

/* How near to the cause a wait is: lower comes first. */
enum wait_rank {
	RANK_ITSELF, /* what it waits for it holds itself */
	RANK_STOPPED,
	RANK_LOCK,
	RANK_FULL,
	RANK_DATA,
	RANK_SEMAPHORE,
	RANK_OTHER,
	RANK_END, /* of somebody else, or of the input */
};

/* A task, or any task of a process, that could end a wait. */
struct awaited {
	int number;
	bool process;
};

enum { WAIT_AWAITED = 8 };

struct wait {
	const struct scene *scene;
	const struct seen_task *task;
	const char *call; /* the function that the student called */
	const char *on;
	enum wait_rank rank;
	struct buf why;
	struct buf advice;
	const char *read; /* the manual page; "" for none */
	struct awaited awaited[WAIT_AWAITED];
	size_t awaited_count;
};

typedef void explain_wait(struct wait *wait);
typedef void explain_descriptor(struct wait *wait, const struct seen_fd *fd);

/* One way to block: the system call, and who explains it.  A table ends with explain NULL. */
struct way {
	int call;
	explain_wait *explain;
};

extern const struct way waits_on_descriptors[], waits_on_sockets[], waits_until_ready[],
	waits_in_open[], waits_in_futex[], waits_on_file_locks[], waits_on_system_v[],
	waits_on_queues[], waits_for_processes[], waits_for_signals[];

/* Sets the three that every explanation has. */
void wait_is(struct wait *wait, enum wait_rank rank, const char *on, const char *read);

/* Somebody who could end it, for the telling of circles. */
void wait_for_task(struct wait *wait, int tid);
void wait_for_process(struct wait *wait, int tgid);

/* "child 2 itself" for the waiting process, else "child 2". */
const char *wait_process(const struct wait *wait, int tgid);

/* " at relay.c:41": where the task stands in the student's code; "" when unknown. */
const char *wait_place(const struct scene *scene, int tid);

/*
 * Adds why none of the others does it: "No other task is left that could post it." or
 * "All 3 other tasks wait too, so nobody is left to post it."
 */
void wait_add_others(struct wait *wait, const char *act);

/* Who holds descriptors of a file (`struct seen_fd`), told in one list. */
struct holders {
	struct buf list; /* "child 1 itself, descriptor 4; relay, descriptor 4" */
	size_t count;
	int own; /* a descriptor of the waiting process; -1: it holds none */
};

#define HOLDERS_INIT                                                                               \
	{                                                                                          \
		.list = BUF_INIT, .own = -1                                                        \
	}

/*
 * Adds all that lead to the same file as `fd` and write (or read), and those who hold them to
 * those who could end the wait.  The caller releases the list.
 */
void wait_list_holders(
	struct wait *wait, const struct seen_fd *fd, bool writers, struct holders *holders);

/* The file that a descriptor leads to, as the student named it: without the box's folder. */
const char *wait_path(const struct seen_fd *fd);

/* Explains what reading from, or writing to, a descriptor of the task waits for. */
void wait_on_descriptor(struct wait *wait, int number, bool writes);

/* Of the families that waits_fd.c lists. */
explain_descriptor wait_read_pipe, wait_write_pipe, wait_read_fifo, wait_write_fifo,
	wait_read_socket, wait_write_socket, wait_accept, wait_read_queue, wait_write_queue,
	wait_read_signals;

/* Whether the harness itself holds an end of this pipe that it writes to (or reads from). */
bool wait_is_harness_pipe(const struct seen_fd *fd, bool harness_writes);

/* "SIGUSR1, SIGTERM" of a mask as the kernel has them: bit 0 is signal 1. */
const char *wait_signals(unsigned long mask);

#endif
