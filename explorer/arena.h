/*
 * What all tasks of a submission share while they are explored: one mapping of
 * a memfd, at the same address in each process, inherited over fork and found
 * again after exec under a fixed descriptor.
 *
 * Only the task that holds the token runs, and only it writes here; so nothing is
 * locked.  The controller writes before the first task runs and once all are dead,
 * and in between only when the holder of the token has died.
 *
 * Everything is of fixed size: a run that needs more is *limited*, which its result
 * says; it is neither a pass nor a fault.
 */
#ifndef PROCTOR_EXPLORER_ARENA_H
#define PROCTOR_EXPLORER_ARENA_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "explorer/finding.h"

enum {
	ARENA_TASKS = 64,
	ARENA_PROCESSES = 64,
	ARENA_OBJECTS = 4096,
	ARENA_MAPPINGS = 64,
	ARENA_SHADOW_PAGES = 2048,
	ARENA_STEPS = 1 << 15,
	ARENA_BRANCHES = 4096,
	ARENA_STACK = 32,
	ARENA_PATH = 256,
};

/*
 * Descriptors that the program is kept from: the arena, the pipe on which the
 * controller is told what has happened, and the one on which it asks for a run.
 */
enum { ARENA_FD = 1009, ARENA_NEWS_FD = 1010, ARENA_ORDERS_FD = 1011 };

/* What is told: a number above 0 is the PID of a process that has been born. */
enum arena_news {
	NEWS_STUCK = 0, /* nobody can go on: arena->end says why */
	NEWS_READY = -1, /* the program is loaded, and asks for orders */
	NEWS_REAPED = -2, /* the first process has ended: arena->status */
};

#define ARENA_ADDRESS ((void *)0x200000000000)
#define ARENA_MAGIC 0x524f544352505845ULL

/* Vector clock: what a task knows of each task's releases. FastTrack (PLDI 2009). */
struct clock {
	uint32_t at[ARENA_TASKS];
};

enum task_state {
	TASK_FREE,
	TASK_READY, /* wants the token */
	TASK_BLOCKED, /* until somebody acts on what it waits for */
	TASK_SLEEPING, /* until a time, or until somebody acts */
	TASK_DEAD,
};

/* What a task is about to do, or waits in. The words for it: step.c. */
enum operation {
	OP_NONE,
	OP_START,
	OP_FORK,
	OP_EXEC,
	OP_EXIT,
	OP_WAIT,
	OP_CREATE,
	OP_JOIN,
	OP_OPEN,
	OP_CLOSE,
	OP_READ,
	OP_WRITE,
	OP_CONNECT,
	OP_ACCEPT,
	OP_POLL,
	OP_LOCK, /* mutex */
	OP_UNLOCK,
	OP_COND_WAIT,
	OP_COND_SIGNAL,
	OP_COND_BROADCAST,
	OP_RWLOCK_READ,
	OP_RWLOCK_WRITE,
	OP_RWLOCK_UNLOCK,
	OP_SPIN_LOCK,
	OP_SPIN_UNLOCK,
	OP_BARRIER,
	OP_SEM_WAIT,
	OP_SEM_POST,
	OP_SEMOP,
	OP_SEND, /* a message to a queue */
	OP_RECEIVE,
	OP_FILE_LOCK,
	OP_FUTEX_WAIT,
	OP_FUTEX_WAKE,
	OP_SIGNAL, /* kill and its kin */
	OP_SIGNAL_WAIT, /* pause, sigsuspend, sigwait */
	OP_SLEEP,
	OP_YIELD,
	OP_NAME, /* of a file, or a key: looked for, made, removed */
	OP_ATOMIC,
	OP_OTHER,
	OP_LEAVE, /* killed from outside: choice.h */
	OPERATIONS,
};

/* Objects are known by a key: what kind, and which (key.h). 0: none. */
typedef uint64_t object_key;

struct task {
	enum task_state state;
	uint32_t turn; /* futex: 1 when it has the token */
	pid_t tid;
	unsigned process;
	unsigned number; /* within its process, from 0: the main thread */
	enum operation doing;
	object_key waits_for;
	int32_t descriptor; /* that it reads or writes; -1: none */
	bool waits_told; /* of this operation the trace knows that it had to wait */
	uint64_t mask; /* signals that it blocks, as its program has it */
	bool waits_to_be_meant; /* waiters.h */
	bool woken; /* whoever acted meant this waiter: a signalled condition, a futex */
	bool patient; /* asks again and again in vain: others go first */
	uint64_t wakes_at_ns; /* virtual time; 0: never */
	uint64_t place; /* where in the program: an address */
	uint64_t stack[ARENA_STACK]; /* return addresses, while it waits; 0 ends */
	struct clock clock;
	struct clock acquired_later; /* by relaxed loads, for an acquire fence */
	struct clock released_before; /* by a release fence, for relaxed stores */
	uint64_t priority; /* strategy's own */
	uint64_t score; /* the same */
	object_key last_key; /* of its last operation, and where: to know who asks in vain */
	uint64_t last_place;
	uint32_t repeats;
	uint32_t points; /* at which something was decided while it had the token */
};

struct process {
	pid_t pid;
	pid_t parent;
	bool used;
	bool buried; /* its tasks have been taken off */
	bool reaped; /* by its parent, to whom the kernel told: */
	int32_t status; /* wait(2) */
	uint32_t instance; /* a new one after exec: its private memory is another */
	unsigned threads; /* tasks that it has had */
	uint32_t steps; /* that its tasks have begun */
	uint64_t base; /* where the program is loaded */
	uint64_t text_end;
	char path[ARENA_PATH];
	uint64_t ignores, handles; /* signals, as bits */
	uint64_t alarm_at_ns; /* virtual time of its SIGALRM; 0: none */
	uint64_t alarm_every_ns;
	bool executing; /* exec(2) was called: the program that begins now has the token */
	struct clock signals; /* released by who sent one */
	struct clock end;
};

struct object {
	object_key key;
	struct clock clock;
	unsigned owner; /* task + 1 that holds it; 0: nobody */
	uint64_t owner_place;
	uint32_t count; /* barrier: who has come; round above bit 16 */
	uint32_t readers;
};

/* One look of a task at 8 bytes of memory. */
struct slot {
	uint32_t clock;
	uint16_t task;
	uint8_t mask; /* which of the bytes; 0: free */
	uint8_t how; /* SLOT_* */
	uint64_t place;
};
enum { SLOT_WRITE = 1, SLOT_ATOMIC = 2 };

enum { SLOTS = 4, SHADOW_PAGE = 4096, SHADOW_CELLS = SHADOW_PAGE / 8 };
struct cell {
	struct slot slots[SLOTS];
};

/* Shadow of a page that processes share. */
struct shadow_page {
	struct cell cells[SHADOW_CELLS];
};

/* What is decided where a run may go on in several ways. */
enum decision_kind {
	DECIDES_NEXT, /* which task goes on */
	DECIDES_CHOICE, /* what the kernel or libc does: schedule_choose() */
};

/* One that was not the plain one. decision.h */
struct decision {
	uint32_t point; /* the task's own: how many it had come to before */
	uint32_t step; /* steps in the trace by then; for people, not for following it */
	uint32_t value; /* the task that goes on, or the choice */
	uint16_t task; /* that held the token */
	uint8_t kind; /* enum decision_kind */
	bool preempts; /* the task could have gone on */
};

/* A point at which more than one way was open, for who wants to take each: decision.h */
struct branch {
	uint64_t tasks; /* that could go on, as bits; of a choice 0 */
	object_key key; /* of what the holder was about to do */
	uint32_t point;
	uint32_t choices; /* how many there were; of who goes on 0 */
	uint32_t value, plain; /* what was taken, and what the plain run would have */
	uint16_t task; /* that held the token */
	uint8_t operation; /* that it was about to do */
	bool costs; /* another way is an interruption, or seldom */
};

/* What was done: one line of a trace. */
struct step {
	uint8_t task;
	uint8_t operation;
	bool waits; /* it cannot be done yet: it will come once more when it is */
	int32_t descriptor; /* that it reads or writes; -1: none */
	int32_t result; /* of the call, cut to 32 bits */
	uint32_t asked; /* bytes, of a transfer that CHOICE_PARTS has cut; 0: it is whole */
	object_key key;
	uint64_t place;
};

/* What is outside of the program, where it takes part in the run: a pipe's other end. */
struct outside {
	object_key input; /* stdin, a pipe that somebody outside has written; 0: it is a file */
	uint64_t input_size, input_given; /* bytes: less are given where the writer leaves early */
	object_key output; /* stdout, a pipe that somebody outside reads; 0: it is a file */
	uint32_t writes; /* to it, so far */
	bool leaves; /* the reader does, */
	uint32_t leaves_after; /* when it has seen so many */
};

enum arena_end {
	ARENA_RUNS,
	ARENA_ENDED,
	ARENA_DEADLOCK,
	ARENA_LIVELOCK,
	ARENA_TOO_LONG,
	ARENA_STOPPED, /* where it was asked to: all stand still, to be looked at */
};

struct arena {
	uint64_t magic;
	uint32_t end; /* enum arena_end; others than RUNS: nobody runs any more */
	int32_t controller; /* its PID: without it nobody goes on */
	int32_t status; /* how the first process ended: wait(2) */
	uint32_t current; /* the task that holds the token */
	uint32_t tasks_count;
	uint32_t processes_count;
	int32_t awaited; /* PID whose death the holder waits for first; 0: none */
	uint32_t strategy; /* index into strategies */
	uint64_t seed, random;
	uint64_t choice_random; /* a stream of its own: who runs next is the same without */
	uint32_t choices; /* bits of enum choice that may be made */
	uint32_t chosen; /* those that were, and made a difference */
	uint32_t leaver; /* process + 1 that is killed; 0: nobody */
	uint32_t leaves_at; /* when it has begun so many steps */
	bool exact; /* somebody may rely on what a whole transfer tells: choice.h */
	struct outside outside;
	uint64_t now_ns; /* virtual clock */
	uint64_t steps; /* decisions so far */
	uint64_t steps_limit;
	uint32_t stop_before; /* step, from 1, that is not done any more; 0: none */
	uint32_t stop_in_race; /* findings after which nobody goes on; 0: none */
	uint64_t idle_steps; /* since anybody did more than ask in vain */
	bool asked_again; /* everybody who waits has tried once more since */
	uint64_t expected_steps; /* what the first run took: PCT's k */
	uint64_t change_at[4]; /* PCT */
	uint64_t next_priority;
	uint32_t depth;
	uint16_t expected[ARENA_TASKS][OPERATIONS]; /* what each did in the plain run */
	uint32_t surw_operation, surw_next; /* strategy_surw.c */
	uint16_t surw_left[ARENA_TASKS];
	uint32_t starved; /* task + 1 that the strategy lets wait */
	uint32_t next_instance;
	bool races; /* look for them */
	struct clock ended; /* all processes that have: the kernel closed their descriptors */
	struct clock fence; /* sequentially consistent fences, in their order */
	uint32_t limits; /* bits of enum explore_limit */
	int32_t limit_call; /* number of the unknown system call */
	uint32_t findings_count;
	struct explore_finding findings[EXPLORE_FINDINGS];
	struct task tasks[ARENA_TASKS];
	struct process processes[ARENA_PROCESSES];
	uint32_t followed_count; /* decisions to take again: decision.h */
	uint32_t followed_at[ARENA_TASKS]; /* the first one of each task that is still to come */
	uint32_t decisions_count; /* as steps_count */
	uint32_t branches_count; /* the same; where the strategy keeps them */
	uint32_t steps_count; /* in the trace; more than ARENA_STEPS: the rest is not kept */
	struct step trace[ARENA_STEPS];
	struct decision decisions[ARENA_STEPS]; /* of this run, in its order */
	struct decision followed[ARENA_STEPS]; /* by task and point */
	struct branch branches[ARENA_BRANCHES];
	uint32_t objects_count;
	uint16_t object_at[ARENA_OBJECTS * 2]; /* by key: index + 1 into objects; 0: free */
	struct object objects[ARENA_OBJECTS];
	uint64_t shadow_keys[ARENA_SHADOW_PAGES]; /* object and page number, by hash; 0: free */
	struct shadow_page shadow[ARENA_SHADOW_PAGES];
};

/* As before the first task: for the next run. Touches only what was used. */
void arena_reset(struct arena *arena);

#endif
