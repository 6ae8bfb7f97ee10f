/*
 * The parts of the witness: each writes lines of one kind, told in sandbox/witness.h.
 *
 * All of them read what a student's program left: its memory, the names that it gave, the debug
 * information that its linker wrote.  So every list is bounded, control bytes are replaced, and
 * what cannot be read is left out.
 */
#ifndef PROCTOR_SANDBOX_WITNESS_PARTS_H
#define PROCTOR_SANDBOX_WITNESS_PARTS_H

#include <elfutils/libdwfl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

#include "sandbox/folder.h"
#include "sandbox/tasks.h"

/* Writes a text of the student's: a control byte, which could forge a line, becomes '?'. */
void witness_put(FILE *out, const char *text);

/* Reads all of that memory of a process, or says that it cannot. */
bool witness_read(pid_t pid, unsigned long address, void *into, size_t size);

/*** witness_stack.c ***/

/* Attaches to the threads of a process, by the number of one that lives; NULL when it cannot. */
Dwfl *witness_attach(pid_t tid);

/* The lines "frame" of a task. */
void witness_write_stack(FILE *out, Dwfl *dwfl, pid_t tid);

/*** witness_names.c ***/

/* What a program calls the object that an address lies in. */
struct witness_name {
	char text[200]; /* "bank->accounts[3].lock", "lock+0x8", "" when it has none */
	char type[32]; /* "pthread_mutex_t" where the object is known to be one; "" */
	unsigned long offset; /* of the address in that object */
};

/*
 * Looks among the variables that live as long as the program, what they point at, the symbols,
 * and then among the variables of the functions that the task is in.  `dwfl` may be NULL.
 */
void witness_find_name(
	Dwfl *dwfl, const struct task *task, unsigned long address, struct witness_name *ret);

/*** witness_fds.c ***/

/* Sockets that the box's tasks hold, by inode. */
enum { WITNESS_SOCKETS = 512 };

struct witness_sockets {
	unsigned long inodes[WITNESS_SOCKETS];
	size_t count;
};

bool witness_has_socket(const struct witness_sockets *sockets, unsigned long inode);

/* The lines "fd", "info" and "lock" of a process; adds its sockets to the set. */
void witness_write_fds(FILE *out, const struct task *task, const struct folder *folder,
	struct witness_sockets *sockets);

/*** witness_sockets.c ***/

/* The lines "socket" of those in the set. */
void witness_write_sockets(
	FILE *out, const struct witness_sockets *sockets, const struct folder *folder);

/*** witness_calls.c ***/

/* The lines that say what the arguments of the task's call stand for. */
void witness_write_call(
	FILE *out, Dwfl *dwfl, const struct task *task, const struct folder *folder);

/*** witness_ipc.c: the same for System V objects ***/

void witness_write_semop(FILE *out, const struct task *task);
void witness_write_msgsnd(FILE *out, const struct task *task);
void witness_write_msgrcv(FILE *out, const struct task *task);

/*** witness_futex.c: the same for the words of a lock ***/

void witness_write_futex(FILE *out, Dwfl *dwfl, const struct task *task);

#endif
