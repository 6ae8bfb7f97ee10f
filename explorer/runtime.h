/*
 * The runtime's inner interface: who we are, and how an operation is done under
 * the controlled scheduler.  An operation that may wait is
 *
 *	struct masked masked = step_begin(OP_LOCK, key, place);
 *	while (!tried())
 *		step_wait(OP_LOCK, key);
 *	clock_acquire(key);
 *	step_end(&masked, 0);
 *
 * and gives the token away in step_begin(), if the strategy will have it so, and
 * in step_wait().
 */
#ifndef PROCTOR_EXPLORER_RUNTIME_H
#define PROCTOR_EXPLORER_RUNTIME_H

#include <stddef.h>

#include "explorer/arena.h"
#include "explorer/key.h"
#include "explorer/schedule.h"

#define HIDDEN __attribute__((visibility("hidden")))
#define ARENA ((struct arena *)ARENA_ADDRESS)

/* What a thread has of its own. No constructor, no allocation: it is used before main and in
 * handlers. */
struct self {
	bool attached; /* under the scheduler */
	unsigned inside; /* depth of the runtime's own work: nothing is recorded */
	bool in_call; /* a system call was caught: the program's signal mask is in its context */
	unsigned task;
	unsigned char selector; /* syscall user dispatch: 0 lets through, 1 catches */
	uint32_t accesses; /* since the last operation */
	uint32_t cut; /* what was asked for of a transfer that goes in parts; 0: it is whole */
	unsigned depth; /* of calls, as the compiler tells; may be more than is kept */
	uint64_t stack[ARENA_STACK];
	uint64_t page; /* last page whose shadow was looked up, and the shadow */
	struct cell *cells;
	uint64_t stack_end; /* no word of the thread's stack lies at or above */
};

extern _Thread_local struct self self __attribute__((tls_model("initial-exec"))) HIDDEN;

static inline struct task *me(void)
{
	return &ARENA->tasks[self.task];
}

static inline struct process *our_process(void)
{
	return &ARENA->processes[me()->process];
}

/* Signals that were let through before; the kernel's 64 bits. */
struct masked {
	uint64_t before;
	bool changed;
};

/* Before an operation. Afterwards the token is ours, and signals wait. */
struct masked step_begin(enum operation operation, object_key key, uint64_t place) HIDDEN;

/* It would block: gives the token away until somebody has acted on the key. */
void step_wait(enum operation operation, object_key key) HIDDEN;

/* The same, until a point of virtual time at the latest. False: that has come. */
bool step_wait_until(enum operation operation, object_key key, uint64_t at_ns) HIDDEN;

/* It is done, and has changed nothing that anybody waits for; asking in vain counts as this. */
void step_asked(struct masked *masked, long result) HIDDEN;

/* It is done; who waits for the key may try again. */
void step_end(struct masked *masked, object_key key, long result) HIDDEN;

/* A part of it is done, who waits for the key may try again, and others may come before the rest.
 */
void step_part(enum operation operation, object_key key, long result) HIDDEN;

/* Nobody goes on any more: whoever explores wants to look at them. */
void step_stop(void) HIDDEN __attribute__((noreturn));

/* Waits until a process is dead, reaped or not. */
void step_await_death(pid_t pid) HIDDEN;

/* Gives the token to whoever is next and never comes back for it. */
void step_leave(void) HIDDEN;

/* A new task, whose clock is ours; -1 when there is no more room (the limit is noted). */
int task_make(unsigned process) HIDDEN;
/* Waits for the first turn, in the new task itself. */
void task_begin(unsigned task) HIDDEN;

/* The one that runs when a call is caught: filled by dispatch.c. */
void limit_note(enum explore_limit limit, int call) HIDDEN;

/*** happens-before: clock.c ***/

struct object *object_find(object_key key) HIDDEN;
void clock_join(struct clock *to, const struct clock *from) HIDDEN;
/* Ours flows into it, and what we do from now on is not in it. */
void clock_release(object_key key) HIDDEN;
void clock_release_into(struct clock *clock) HIDDEN;
void clock_acquire(object_key key) HIDDEN;

/*** keys of what this process sees ***/

/* Of a place in memory: the same in all processes that share it. */
object_key key_of(const volatile void *address) HIDDEN;
/* Of an open file. 0: none is open there. */
object_key key_of_fd(int fd) HIDDEN;

/*** memory: memory.c, shadow.c ***/

void memory_map(uint64_t from, uint64_t until, uint64_t key, uint64_t offset) HIDDEN;
void memory_unmap(uint64_t from, uint64_t until) HIDDEN;
/* What backs an address. False: it is our process's own. */
bool memory_backing(uint64_t address, uint64_t *ret_key, uint64_t *ret_offset) HIDDEN;
void memory_forget_all(void) HIDDEN;

void shadow_access(uint64_t address, uint64_t size, unsigned how, uint64_t place) HIDDEN;
/* Memory that has got a new life: what was done to it is no matter any more. */
void shadow_clear(uint64_t address, uint64_t size) HIDDEN;
/* In a process that was forked: its memory is a copy that nobody else can reach. */
void shadow_forget_own(void) HIDDEN;

/*** places ***/

/* The nearest return address into the program at or above a stack pointer; 0: none. */
uint64_t place_above(uint64_t stack_pointer) HIDDEN;

/*** dispatch.c ***/

void dispatch_arm(void) HIDDEN;

/*** calls_signal.c ***/

/* Which signals would do something to our process: handled, or ending it. */
uint64_t signals_that_matter(void) HIDDEN;

/*** sync_thread.c ***/

/* In a program just begun and in the child of a fork: there is one thread, this. */
void threads_begin(void) HIDDEN;

/*** attach.c ***/

/* libc's function behind ours. */
void *libc_function(const char *name) HIDDEN;

static inline void zero(void *at, size_t size)
{
	__asm__ volatile("rep stosb" : "+D"(at), "+c"(size) : "a"(0) : "memory");
}

static inline void copy(void *to, const void *from, size_t size)
{
	__asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
}

#endif
