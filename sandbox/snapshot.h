/*
 * All that a held task could tell one moment from another by: its registers and what
 * stands in the memory that it may write.  Two that are equal mean that it has done
 * nothing, and will do the same again unless somebody else changes something.
 *
 * Source: proc(5): /proc/PID/{maps,pagemap}; ptrace(2), PTRACE_GETREGSET.
 */
#ifndef PROCTOR_SANDBOX_SNAPSHOT_H
#define PROCTOR_SANDBOX_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <sys/user.h>

/* More memory than this is not compared: the task then counts as one that changes. */
enum { SNAPSHOT_PAGES = 4096, SNAPSHOT_VECTORS = 16384 };

struct snapshot {
	struct user_regs_struct registers;
	unsigned char vectors[SNAPSHOT_VECTORS]; /* of the floating-point and vector unit */
	size_t vectors_size;
	unsigned long *pages; /* addresses, ascending */
	unsigned char *bytes; /* their contents, side by side */
	size_t count;
};

/* Takes one of a held task. 0 or a negative errno. Free with snapshot_release(). */
int snapshot_take(pid_t tid, const struct user_regs_struct *registers, struct snapshot *ret);
void snapshot_release(struct snapshot *snapshot);

/* Whether registers are the same as far as a program can see: cheap, so ask this first. */
bool snapshot_same_registers(
	const struct snapshot *snapshot, const struct user_regs_struct *registers);

/* Whether the task's vectors and memory are as they were; others must not run meanwhile. */
bool snapshot_same_memory(pid_t tid, const struct snapshot *snapshot);

#endif
