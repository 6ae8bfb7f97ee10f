#include "sandbox/loop.h"

#include <stdbool.h>
#include <string.h>
#include <sys/syscall.h>

#include "sandbox/snapshot.h"

/* So many calls for nothing, one after the other, are no chance. */
enum { ENOUGH_CALLS = 8, MOST_CALLS = LOOP_STEPS };

/* The first comparison of states; then after twice as many instructions each time (Brent). */
enum { FIRST_ANCHOR = 64 };

/*** calls that come to nothing ***/

enum {
	BY_ERROR = 1, /* when it fails, it has to be tried again */
	BY_ZERO = 2, /* 0: nothing was there, nobody was ready, the CPU was given away */
	HARMLESS = 4, /* it moves no data, whatever it returns */
};

static const struct poll_call {
	int call;
	unsigned to_nothing;
} poll_calls[] = {
	{ SYS_read, BY_ERROR | BY_ZERO },
	{ SYS_readv, BY_ERROR | BY_ZERO },
	{ SYS_recvfrom, BY_ERROR | BY_ZERO },
	{ SYS_recvmsg, BY_ERROR | BY_ZERO },
	{ SYS_write, BY_ERROR },
	{ SYS_writev, BY_ERROR },
	{ SYS_sendto, BY_ERROR },
	{ SYS_sendmsg, BY_ERROR },
	{ SYS_accept, BY_ERROR },
	{ SYS_accept4, BY_ERROR },
	{ SYS_connect, BY_ERROR },
	{ SYS_wait4, BY_ERROR | BY_ZERO },
	{ SYS_waitid, BY_ERROR | BY_ZERO },
	{ SYS_poll, BY_ERROR | BY_ZERO },
	{ SYS_ppoll, BY_ERROR | BY_ZERO },
	{ SYS_select, BY_ERROR | BY_ZERO },
	{ SYS_pselect6, BY_ERROR | BY_ZERO },
	{ SYS_epoll_wait, BY_ERROR | BY_ZERO },
	{ SYS_epoll_pwait, BY_ERROR | BY_ZERO },
	{ SYS_sched_yield, BY_ERROR | BY_ZERO },
	{ SYS_rt_sigtimedwait, BY_ERROR },
	{ SYS_semop, BY_ERROR | HARMLESS },
	{ SYS_semtimedop, BY_ERROR | HARMLESS },
	{ SYS_msgrcv, BY_ERROR },
	{ SYS_msgsnd, BY_ERROR },
	{ SYS_mq_timedreceive, BY_ERROR },
	{ SYS_mq_timedsend, BY_ERROR },
	{ SYS_futex, BY_ERROR | HARMLESS },
	{ SYS_flock, BY_ERROR | HARMLESS },
	{ SYS_fcntl, BY_ERROR | HARMLESS },
	/* The same answer to a path or a buffer says little while its content may differ. */
	{ SYS_open, HARMLESS },
	{ SYS_openat, HARMLESS },
	{ SYS_close, HARMLESS },
	{ SYS_access, HARMLESS },
	{ SYS_faccessat, HARMLESS },
	{ SYS_stat, HARMLESS },
	{ SYS_fstat, HARMLESS },
	{ SYS_lstat, HARMLESS },
	{ SYS_newfstatat, HARMLESS },
	{ SYS_lseek, HARMLESS },
	{ SYS_ioctl, HARMLESS },
	{ SYS_kill, HARMLESS },
	{ SYS_semctl, HARMLESS },
	{ SYS_msgctl, HARMLESS },
	{ SYS_shmctl, HARMLESS },
	{ SYS_getpid, HARMLESS },
	{ SYS_getppid, HARMLESS },
	{ SYS_gettid, HARMLESS },
	{ SYS_getuid, HARMLESS },
	{ SYS_rt_sigpending, HARMLESS },
	{ SYS_rt_sigprocmask, HARMLESS },
};

static unsigned to_nothing(int number)
{
	for (size_t i = 0; i < sizeof(poll_calls) / sizeof(*poll_calls); i++)
		if (poll_calls[i].call == number)
			return poll_calls[i].to_nothing;
	return 0;
}

/* Whether repeating such a call with such a result is polling by itself. */
static bool asks_in_vain(const struct loop_call *call)
{
	unsigned when = to_nothing(call->number);

	return (call->result < 0 && (when & BY_ERROR)) || (call->result == 0 && (when & BY_ZERO));
}

/* Whether it may lie between two equal states of a task that gets nowhere. */
static bool is_idle(const struct loop_call *call)
{
	unsigned when = to_nothing(call->number);

	return when && (call->result < 0 || (when & HARMLESS) || asks_in_vain(call));
}

/*** what is seen ***/

struct trail {
	struct tracee *tracee;
	struct user_regs_struct now;
	unsigned long counters[LOOP_STEPS + 1], stacks[LOOP_STEPS + 1];
	struct loop_call calls[MOST_CALLS];
	unsigned call_steps[MOST_CALLS]; /* when each was made */
	unsigned steps, calls_count;
	struct snapshot anchor;
	unsigned anchor_step; /* 0: none */
	unsigned cycle; /* the step at which the anchor's state came again; 0: it has not */
};

static void note_place(struct trail *trail)
{
	trail->counters[trail->steps] = trail->now.rip;
	trail->stacks[trail->steps] = trail->now.rsp;
}

/* After a system call, and after nothing else, the kernel remembers its number. */
static void note_call(struct trail *trail)
{
	const struct user_regs_struct *now = &trail->now;

	/* The end of one in which it was stopped: restart_syscall(2). */
	if ((long)now->orig_rax < 0 || now->orig_rax == SYS_restart_syscall)
		return;
	trail->call_steps[trail->calls_count] = trail->steps;
	trail->calls[trail->calls_count++] = (struct loop_call){
		.number = (int)now->orig_rax,
		.arguments = { now->rdi, now->rsi, now->rdx, now->r10, now->r8, now->r9 },
		.result = (long)now->rax,
		.at = now->rip - TRACEE_SYSCALL,
	};
}

static void drop_anchor(struct trail *trail)
{
	if (trail->anchor_step)
		snapshot_release(&trail->anchor);
	trail->anchor_step = 0;
}

static bool is_anchor_step(unsigned step)
{
	return step >= FIRST_ANCHOR && (step & (step - 1)) == 0;
}

/* Whether it is where it was at the anchor; else the anchor may move on. */
static void compare(struct trail *trail)
{
	pid_t tid = trail->tracee->tid;

	if (trail->anchor_step && snapshot_same_registers(&trail->anchor, &trail->now) &&
		snapshot_same_memory(tid, &trail->anchor)) {
		trail->cycle = trail->steps;
		return;
	}
	if (!is_anchor_step(trail->steps))
		return;
	drop_anchor(trail);
	if (snapshot_take(tid, &trail->now, &trail->anchor) == 0)
		trail->anchor_step = trail->steps;
}

static bool same_call(const struct loop_call *a, const struct loop_call *b)
{
	return a->number == b->number && a->result == b->result &&
	       memcmp(a->arguments, b->arguments, 3 * sizeof(*a->arguments)) == 0;
}

/* Whether it has repeated one call in vain often enough, and done nothing else. */
static bool has_asked_enough(const struct trail *trail, unsigned *ret_times)
{
	const struct loop_call *last =
		&trail->calls[trail->calls_count ? trail->calls_count - 1 : 0];
	unsigned times = 0;

	for (unsigned i = 0; i < trail->calls_count; i++) {
		if (!asks_in_vain(&trail->calls[i]))
			return false;
		times += same_call(&trail->calls[i], last);
	}
	*ret_times = times;
	return times >= ENOUGH_CALLS;
}

static int watch(struct trail *trail)
{
	unsigned times;

	while (trail->steps < LOOP_STEPS && !trail->cycle && !has_asked_enough(trail, &times)) {
		int error = tracee_step(trail->tracee, &trail->now);

		if (error)
			return error;
		trail->steps++;
		note_place(trail);
		note_call(trail);
		compare(trail);
	}
	return 0;
}

/*** what it means ***/

/* The part of the trail that is the loop. */
struct span {
	unsigned from, until;
};

static bool is_idle_cycle(const struct trail *trail)
{
	for (unsigned i = 0; i < trail->calls_count; i++)
		if (trail->call_steps[i] > trail->anchor_step && !is_idle(&trail->calls[i]))
			return false;
	return true;
}

static void take_call(const struct trail *trail, unsigned from, struct loop *loop)
{
	for (unsigned i = 0; i < trail->calls_count; i++) {
		if (trail->call_steps[i] < from)
			continue;
		loop->call = trail->calls[i];
		loop->kind = LOOP_CALL;
	}
	for (unsigned i = 0; i < trail->calls_count && loop->kind == LOOP_CALL; i++)
		loop->times += same_call(&trail->calls[i], &loop->call);
}

static struct span judge(const struct trail *trail, struct loop *loop)
{
	unsigned times;

	if (trail->cycle && is_idle_cycle(trail)) {
		loop->kind = LOOP_MEMORY;
		take_call(trail, trail->anchor_step + 1, loop);
		return (struct span){ trail->anchor_step, trail->cycle };
	}
	if (has_asked_enough(trail, &times)) {
		take_call(trail, 0, loop);
		return (struct span){ trail->call_steps[0], trail->steps };
	}
	return (struct span){ 0, trail->steps };
}

/* The addresses in the function that stands highest on the stack, and one in the lowest. */
static void find_places(const struct trail *trail, struct span span, struct loop *loop)
{
	unsigned long outermost = 0, inmost = ~0UL;

	for (unsigned i = span.from; i <= span.until; i++) {
		if (trail->stacks[i] > outermost)
			outermost = trail->stacks[i];
		if (trail->stacks[i] < inmost) {
			inmost = trail->stacks[i];
			loop->inmost = trail->counters[i];
		}
	}
	for (unsigned i = span.from; i <= span.until && loop->places_count < LOOP_STEPS; i++)
		if (trail->stacks[i] == outermost)
			loop->places[loop->places_count++] = trail->counters[i];
	if (loop->kind == LOOP_CALL)
		loop->inmost = loop->call.at;
}

/* On to where the stack tells most; a loop comes there again. */
static int go_to(struct trail *trail, unsigned long counter)
{
	for (int left = LOOP_STEPS; left > 0 && trail->now.rip != counter; left--) {
		int error = tracee_step(trail->tracee, &trail->now);

		if (error)
			return error;
	}
	return 0;
}

int loop_follow(struct tracee *tracee, struct loop *ret)
{
	static struct trail trail;
	int error;

	memset(&trail, 0, sizeof(trail));
	*ret = (struct loop){ .call.number = -1 };
	trail.tracee = tracee;
	trail.now = tracee->saved;
	note_place(&trail);
	error = watch(&trail);
	if (!error) {
		find_places(&trail, judge(&trail, ret), ret);
		ret->steps = trail.steps;
		if (ret->kind != LOOP_NONE)
			error = go_to(&trail, ret->inmost);
	}
	drop_anchor(&trail);
	return error;
}
