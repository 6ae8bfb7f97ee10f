/*
 * Theory of operation
 *
 * One token for all processes and threads of a submission: only its holder runs, so a run is
 * a sequence of steps, and who holds the token at each of them is the schedule.  Before each
 * visible operation, something that another task could notice, the strategy says who goes on.
 * An operation that would block is tried, not done: then the task says what it waits
 * for and gives the token away.
 *
 *	program ── calls ──▶ pthread_*, sem_*, __tsan_* of ours (sync_*.c, access.c)
 *	   │                                │
 *	   └─ any system call ─ SIGSYS ─▶ dispatch.c ─▶ calls_*.c ─▶ step.c ─▶ schedule.c
 *
 * Handing over is a futex in the arena; the whole tree is pinned to one CPU, where that
 * costs 2.4 us and ten times as much elsewhere.
 *
 * What the kernel still does by itself: a process dies, with all that this lets go
 * (descriptors, locks, its parent's SIGCHLD).  So whoever gets the token from a
 * dying process waits for its death first, by a pidfd; and where the holder of the token
 * is killed, the controller takes it and hands it on.  Signals arrive while their
 * task waits for its turn with all of them blocked, and are delivered when it goes on.
 */
#include <errno.h>
#include <linux/futex.h>
#include <poll.h>
#include <signal.h>
#include <time.h>

#include "explorer/choice.h"
#include "explorer/raw.h"
#include "explorer/runtime.h"
#include "explorer/strategy.h"

_Thread_local struct self self;

/*** the token ***/

/* Nobody is to outlive the controller, which may be killed. */
static void check_controller(void)
{
	if (raw(SYS_kill, ARENA->controller, 0) == -ESRCH)
		raw(SYS_exit_group, 1);
}

/* Until the controller kills us. */
static void __attribute__((noreturn)) stand_still(void)
{
	static const struct timespec long_time = { .tv_sec = 5 };

	for (;;) {
		raw(SYS_ppoll, 0, 0, &long_time, 0, 8);
		check_controller();
	}
}

void step_await_death(pid_t pid)
{
	int fd = (int)raw(SYS_pidfd_open, pid);
	struct pollfd polled = { .fd = fd, .events = POLLIN };

	if (fd < 0) /* dead and reaped */
		return;
	while (raw(SYS_ppoll, &polled, 1, 0, 0, 8) == -EINTR)
		;
	raw(SYS_close, fd);
}

static void wait_for_turn(struct task *task)
{
	static const struct timespec long_time = { .tv_sec = 5 };

	while (__atomic_load_n(&task->turn, __ATOMIC_ACQUIRE) == 0)
		if (raw(SYS_futex, &task->turn, FUTEX_WAIT, 0, &long_time) == -ETIMEDOUT)
			check_controller();
	task->turn = 0;
	if (ARENA->end != ARENA_RUNS)
		stand_still();
}

/* What a dying process lets go must have gone before anybody looks. */
static void await_dying(void)
{
	if (ARENA->awaited)
		step_await_death(ARENA->awaited);
	ARENA->awaited = 0;
}

static void give_turn(unsigned index)
{
	struct task *next = &ARENA->tasks[index];

	ARENA->current = index;
	__atomic_store_n(&next->turn, 1, __ATOMIC_RELEASE);
	raw(SYS_futex, &next->turn, FUTEX_WAKE, 1);
}

static void tell_end(void)
{
	static const int32_t news = NEWS_STUCK;

	raw(SYS_write, ARENA_NEWS_FD, &news, sizeof(news));
}

static void keep_stack(struct task *task)
{
	unsigned depth = self.depth < ARENA_STACK ? self.depth : ARENA_STACK;

	for (unsigned i = 0; i < ARENA_STACK; i++)
		task->stack[i] = i < depth ? self.stack[depth - 1 - i] : 0;
}

void step_stop(void)
{
	ARENA->end = ARENA_STOPPED;
	tell_end();
	stand_still();
}

/* Lets the strategy say who goes on; comes back with the token. */
static void pass(void)
{
	struct task *task = me();
	int next;

	keep_stack(task);
	next = schedule_pick(ARENA);
	if (next < 0) {
		tell_end();
		stand_still();
	}
	if (next != (int)self.task) {
		give_turn((unsigned)next);
		wait_for_turn(task);
	}
	await_dying();
	if (ARENA->stop_before && ARENA->steps_count + 1 >= ARENA->stop_before)
		step_stop();
}

void step_leave(void)
{
	int next = schedule_pick(ARENA);

	if (next < 0)
		tell_end();
	else
		give_turn((unsigned)next);
}

/*** operations ***/

static void block_signals(struct masked *masked)
{
	static const uint64_t all = ~(1ULL << (SIGSYS - 1));

	masked->changed = raw(SYS_rt_sigprocmask, SIG_BLOCK, &all, &masked->before, 8) == 0;
}

/* Those that came meanwhile are delivered here, with the token in our hands. */
static void restore_signals(struct masked *masked)
{
	if (masked->changed)
		raw(SYS_rt_sigprocmask, SIG_SETMASK, &masked->before, 0, 8);
	masked->changed = false;
}

static void note(struct step step)
{
	struct arena *arena = ARENA;

	step.task = (uint8_t)self.task;
	step.descriptor =
		step.operation == OP_READ || step.operation == OP_WRITE ? me()->descriptor : -1;
	step.place = me()->place;
	step.asked = self.cut;
	if (arena->steps_count < ARENA_STEPS)
		arena->trace[arena->steps_count] = step;
	arena->steps_count++;
	self.cut = 0;
}

/*
 * Killed from outside, by a choice of the schedule: as in exit(2), whoever is next waits for
 * the death itself.
 */
static void leave_if_due(void)
{
	struct process *process = our_process();

	if (ARENA->leaver != me()->process + 1 || process->steps++ != ARENA->leaves_at)
		return;
	ARENA->chosen |= CHOICE_LEAVE;
	note((struct step){ .operation = OP_LEAVE });
	ARENA->awaited = process->pid;
	schedule_bury(ARENA, me()->process);
	step_leave();
	raw(SYS_kill, raw(SYS_getpid), SIGKILL);
	stand_still();
}

static void note_done(enum operation operation, object_key key, long result)
{
	note((struct step){
		.operation = (uint8_t)operation, .key = key, .result = (int32_t)result });
}

/* Once for each operation, however often it tries. */
static void note_waiting(enum operation operation, object_key key)
{
	if (me()->waits_told)
		return;
	me()->waits_told = true;
	note((struct step){ .operation = (uint8_t)operation, .key = key, .waits = true });
}

struct masked step_begin(enum operation operation, object_key key, uint64_t place)
{
	struct task *task = me();
	struct masked masked = { 0 };

	self.inside++;
	self.accesses = 0;
	block_signals(&masked);
	if (!self.in_call)
		task->mask = masked.before;
	/* The same question from the same place: patience, unless somebody acts meanwhile. */
	if (task->last_key == key && task->last_place == place)
		task->repeats++;
	else
		task->repeats = 0;
	task->last_key = key;
	task->last_place = place;
	task->doing = operation;
	task->place = place;
	task->descriptor = -1;
	task->waits_told = false;
	task->state = TASK_READY;
	pass();
	leave_if_due();
	return masked;
}

/*
 * A handler may have to run, or a signal end us: of calls their own code sees to that,
 * and sem_wait(3) ends with EINTR.
 */
static bool let_signals_in(enum operation operation)
{
	const uint64_t all = ~(1ULL << (SIGSYS - 1));
	uint64_t pending = 0, mask = me()->mask;

	if (self.in_call || operation == OP_SEM_WAIT)
		return false;
	raw(SYS_rt_sigpending, &pending, sizeof(pending));
	if (!(pending & ~mask & signals_that_matter()))
		return false;
	raw(SYS_rt_sigprocmask, SIG_SETMASK, &mask, 0, 8);
	raw(SYS_rt_sigprocmask, SIG_BLOCK, &all, 0, 8);
	me()->doing = operation;
	me()->mask = mask;
	return true;
}

static void wait_as(enum task_state state, enum operation operation, object_key key)
{
	struct task *task = me();
	uint64_t place = task->place;

	/* One that came before we wait: what its handler does may be what we wait for. */
	if (!let_signals_in(operation)) {
		note_waiting(operation, key);
		task->doing = operation;
		task->state = state;
		task->waits_for = key;
		pass();
		task->state = TASK_READY;
		let_signals_in(operation);
	}
	task->place = place;
	task->waits_for = 0;
	task->wakes_at_ns = 0;
}

void step_wait(enum operation operation, object_key key)
{
	wait_as(TASK_BLOCKED, operation, key);
}

bool step_wait_until(enum operation operation, object_key key, uint64_t at_ns)
{
	if (ARENA->now_ns >= at_ns)
		return false;
	me()->wakes_at_ns = at_ns;
	wait_as(TASK_SLEEPING, operation, key);
	return true;
}

void step_asked(struct masked *masked, long result)
{
	enum { OFTEN = 3 };
	struct task *task = me();

	note_done(task->doing, task->last_key, result);
	if (task->repeats >= OFTEN)
		task->patient = true;
	task->doing = OP_NONE;
	self.inside--;
	restore_signals(masked);
}

void step_end(struct masked *masked, object_key key, long result)
{
	note_done(me()->doing, me()->last_key ? me()->last_key : key, result);
	schedule_acted(ARENA, key);
	me()->doing = OP_NONE;
	self.inside--;
	restore_signals(masked);
}

void step_part(enum operation operation, object_key key, long result)
{
	note_done(operation, key, result);
	schedule_acted(ARENA, key);
	me()->doing = operation;
	me()->state = TASK_READY;
	pass();
	leave_if_due();
}

/*** tasks ***/

int task_make(unsigned process)
{
	struct arena *arena = ARENA;
	const struct strategy *strategy = strategies[arena->strategy];
	unsigned index = arena->tasks_count;
	struct task *task = &arena->tasks[index];

	if (index == ARENA_TASKS) {
		limit_note(EXPLORE_LIMIT_TASKS, 0);
		return -1;
	}
	arena->tasks_count++;
	task->process = process;
	task->number = arena->processes[process].threads++;
	task->state = TASK_READY;
	task->doing = OP_START;
	task->clock = me()->clock;
	task->clock.at[index] = 1;
	me()->clock.at[self.task]++;
	if (strategy->born)
		strategy->born(arena, index);
	return (int)index;
}

void task_begin(unsigned index)
{
	struct task *task = &ARENA->tasks[index];
	struct masked masked = { 0 };

	self.task = index;
	self.inside = 1;
	self.depth = 0;
	self.accesses = 0;
	block_signals(&masked);
	task->tid = (pid_t)raw(SYS_gettid);
	wait_for_turn(task);
	await_dying();
	task->doing = OP_NONE;
	self.attached = true;
	self.inside = 0;
	restore_signals(&masked);
}

void limit_note(enum explore_limit limit, int call)
{
	if (!(ARENA->limits & limit) && call)
		ARENA->limit_call = call;
	ARENA->limits |= limit;
}
