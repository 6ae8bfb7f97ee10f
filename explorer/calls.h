/*
 * System calls that were caught: one family a file, one table of all (dispatch.c).
 */
#ifndef PROCTOR_EXPLORER_CALLS_H
#define PROCTOR_EXPLORER_CALLS_H

#include <stdbool.h>
#include <ucontext.h>

#include "explorer/runtime.h"

struct call {
	long number;
	long args[6];
	ucontext_t *context;
	uint64_t place;
	bool again; /* to be made once more, when the signals that wait have been handled */
};

/* Gives what the kernel would give: a negative errno for an error. */
typedef long call_handler(struct call *call);

struct call_entry {
	int number;
	call_handler *handler;
};

/* Each family's table; number -1 ends. */
extern const struct call_entry calls_transfer[], calls_write[], calls_open[], calls_socket[],
	calls_ready[], calls_lock[], calls_memory[], calls_process[], calls_signal[], calls_time[],
	calls_futex[], calls_ipc[], calls_name[] HIDDEN;

/* Makes it as it stands. */
long call_make(const struct call *call) HIDDEN;

/* Would block, as a try says; no errno of the kernel's. */
enum { CALL_BLOCKS = -10000 };

/*
 * A call that may block, as `try` knows to try it.  Signals that have come before it
 * are handled first, and it is made again; one that comes while it waits ends it by EINTR, or has
 * it made again where its handler asks for that (signal(7), SA_RESTART).  What it can be given
 * goes before what interrupts it, as in the kernel: read(2) whose data and whose signal have both
 * come gives the data, and wait(2) the child that SIGCHLD tells of.
 */
long call_blocking(
	struct call *call, enum operation operation, object_key key, call_handler *try) HIDDEN;
/* Until a virtual time at the latest, and then -EAGAIN; 0: for ever. */
long call_blocking_until(struct call *call, enum operation operation, object_key key,
	uint64_t until_ns, call_handler *try) HIDDEN;
/* A signal waits that this call would let in. */
bool call_interrupted(const struct call *call) HIDDEN;

/*
 * Runs the handlers of the signals that wait and that a mask lets in, under that mask:
 * sigsuspend(2).  False: there are none.
 */
bool signals_let_in(uint64_t mask) HIDDEN;

/* Whether the handlers of the signals that wait want calls restarted. */
bool signals_restart(const ucontext_t *context) HIDDEN;
/*** calls_name.c ***/

/* A call that finds or misses a name, and one that makes or removes one where it succeeds. */
long name_looked_for(struct call *call) HIDDEN;
long name_changed(struct call *call) HIDDEN;

/*** calls_process.c ***/

/* A process of the arena by its PID, or -1. */
int process_find(pid_t pid) HIDDEN;

#endif
