#include <errno.h>
#include <linux/futex.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "explorer/choice.h"
#include "explorer/decision.h"
#include "explorer/schedule.h"
#include "explorer/strategy.h"
#include "harness/explore/holders.h"
#include "harness/explore/session_parts.h"

static void fill_arena(struct arena *arena, const struct session_order *order)
{
	const struct strategy *strategy = strategies[order->strategy];

	arena_reset(arena);
	arena->controller = getpid();
	arena->status = -1;
	arena->strategy = (uint32_t)order->strategy;
	arena->seed = arena->random = order->seed;
	arena->steps_limit = order->steps_limit;
	arena->expected_steps = order->expected_steps;
	arena->races = order->races;
	arena->stop_before = order->stop_before;
	arena->stop_in_race = order->stop_in_race;
	if (order->profile)
		memcpy(arena->expected, order->profile->counts, sizeof(arena->expected));
	decision_follow(arena, order->decisions, order->decisions_count);
	arena->next_instance = 1;
	arena->processes_count = 1;
	arena->processes[0] = (struct process){ .used = true, .instance = 1, .threads = 1 };
	arena->tasks_count = 1;
	arena->tasks[0].state = TASK_READY;
	arena->tasks[0].clock.at[0] = 1;
	if (strategy->begin)
		strategy->begin(arena);
	if (strategy->born)
		strategy->born(arena, 0);
	arena->magic = ARENA_MAGIC;
}

static int process_of(const struct arena *arena, pid_t pid)
{
	for (unsigned i = 0; i < arena->processes_count; i++)
		if (arena->processes[i].pid == pid)
			return (int)i;
	return -1;
}

/* It has died with the token in its hands: ours to hand on. */
static void bury(struct session *session, unsigned process)
{
	struct arena *arena = session->arena;
	bool held = arena->tasks[arena->current].process == process;
	int next;

	schedule_bury(arena, process);
	if (!held)
		return;
	arena->awaited = 0;
	next = schedule_pick(arena);
	if (next < 0) {
		session->stuck = true;
		return;
	}
	arena->current = (uint32_t)next;
	__atomic_store_n(&arena->tasks[next].turn, 1, __ATOMIC_RELEASE);
	syscall(SYS_futex, &arena->tasks[next].turn, FUTEX_WAKE, 1, NULL, NULL, 0);
}

void session_bury(struct session *session, pid_t pid)
{
	int process = process_of(session->arena, pid);

	if (process >= 0 && !session->arena->processes[process].buried &&
		session->arena->end == ARENA_RUNS)
		bury(session, (unsigned)process);
}

static void on_death(struct session *session, size_t i)
{
	struct watched dead = session->watched[i];

	close(dead.fd);
	session->watched[i] = session->watched[--session->watched_count];
	waitpid(dead.pid, NULL, WNOHANG); /* where it has become ours */
	session_bury(session, dead.pid);
}

/* A box without namespaces denies pidfd_send_signal(2); nobody's number is given again so soon. */
static void end(const struct watched *process)
{
	if (syscall(SYS_pidfd_send_signal, process->fd, SIGKILL, NULL, 0) < 0 && errno != ESRCH)
		kill(process->pid, SIGKILL);
}

static void kill_all(struct session *session)
{
	struct pollfd polled;

	session_take_news(session);
	for (size_t i = 0; i < session->watched_count; i++)
		end(&session->watched[i]);
	for (size_t i = 0; i < session->watched_count; i++) {
		polled = (struct pollfd){ .fd = session->watched[i].fd, .events = POLLIN };
		while (poll(&polled, 1, -1) < 0 && errno == EINTR)
			;
		waitpid(session->watched[i].pid, NULL, WNOHANG);
		close(session->watched[i].fd);
	}
	session->watched_count = 0;
}

static bool is_over(const struct session *session)
{
	const struct arena *arena = session->arena;

	return session->stuck && arena->end != ARENA_RUNS && arena->end != ARENA_ENDED;
}

/* Until all have ended or nobody can go on. False: it took too long. */
static bool watch_run(struct session *session)
{
	struct pollfd polled[POLLED];

	while (!session->reaped || session->watched_count > 0) {
		size_t count = session->watched_count;

		if (!session_listen(session, polled) && !session_goes_on(session)) {
			session->arena->limits |= EXPLORE_LIMIT_STILL;
			return false;
		}
		/* First who was born: it may have died already. */
		session_take_news(session);
		for (size_t i = count; i-- > 0;)
			if (polled[POLLED_WATCHED + i].revents)
				on_death(session, i);
		if (is_over(session))
			return true;
	}
	return true;
}

/* The loader tells of the first process last of all. */
static int await_loader(struct session *session)
{
	struct pollfd polled[POLLED];

	while (!session->reaped) {
		session_listen(session, polled);
		session_take_news(session);
		if (polled[POLLED_LOADER].revents && !session->reaped)
			return -ECHILD;
	}
	return 0;
}

static void take_output(int fd, struct buf *output)
{
	char part[4096];
	ssize_t length;
	off_t at = 0;

	while ((length = pread(fd, part, sizeof(part), at)) > 0) {
		buf_add(output, part, (size_t)length);
		at += length;
	}
	if (ftruncate(fd, 0) < 0)
		return;
}

static enum session_end end_of(const struct session *session, bool in_time)
{
	static const enum session_end ends[] = {
		[ARENA_RUNS] = SESSION_ENDED,
		[ARENA_ENDED] = SESSION_ENDED,
		[ARENA_DEADLOCK] = SESSION_DEADLOCK,
		[ARENA_LIVELOCK] = SESSION_LIVELOCK,
		[ARENA_TOO_LONG] = SESSION_UNFINISHED,
		[ARENA_STOPPED] = SESSION_STOPPED,
	};
	int status = session->arena->status;

	if (!in_time || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU))
		return SESSION_UNFINISHED;
	return ends[session->arena->end];
}

/* Who has outlived a parent that had not waited became ours when that one died. */
static void reap_orphans(const struct session *session)
{
	const struct arena *arena = session->arena;

	for (unsigned i = 0; i < arena->processes_count && i < ARENA_PROCESSES; i++)
		if (arena->processes[i].pid > 0 && arena->processes[i].pid != session->loader)
			waitpid(arena->processes[i].pid, NULL, WNOHANG);
}

int session_run(
	struct session *session, const struct session_order *order, struct session_result *ret)
{
	struct session_result result = { .status = -1 };
	bool in_time;
	int error;

	if (session->before)
		session->before(session->data);
	fill_arena(session->arena, order);
	error = session_outside_set(session, order);
	if (error)
		return error;
	session->stuck = session->reaped = false;
	if (write(session->orders[1], "", 1) != 1)
		return -errno;
	in_time = watch_run(session);
	if (session->arena->end == ARENA_DEADLOCK)
		for (unsigned i = 0; i < session->arena->tasks_count; i++)
			holders_add(&result.holders[i], session->arena, i);
	if (order->stopped && is_over(session))
		order->stopped(order->data, session->arena);
	kill_all(session);
	error = await_loader(session);
	kill_all(session);
	reap_orphans(session);
	if (error) {
		session_result_release(&result);
		return error;
	}
	result.end = end_of(session, in_time);
	result.status = session->arena->status;
	result.arena = session->arena;
	result.leaves_by_choice = session->arena->chosen & CHOICE_LEAVE;
	result.sigpipe_is_fault = !result.leaves_by_choice || session->sigpipe_is_fault;
	take_output(session->output, &result.output);
	take_output(session->errors, &result.errors);
	*ret = result;
	return 0;
}

void session_result_release(struct session_result *result)
{
	buf_release(&result->output);
	buf_release(&result->errors);
	for (unsigned i = 0; i < ARENA_TASKS; i++)
		buf_release(&result->holders[i]);
}

void session_profile_take(struct session_profile *profile, const struct arena *arena)
{
	uint32_t count = arena->steps_count < ARENA_STEPS ? arena->steps_count : ARENA_STEPS;

	*profile = (struct session_profile){
		.processes = arena->processes_count,
		.writes = arena->outside.writes,
	};
	for (uint32_t i = 0; i < count; i++) {
		const struct step *step = &arena->trace[i];
		uint16_t *so_far = &profile->counts[step->task][step->operation];

		if (!step->waits && *so_far < UINT16_MAX)
			++*so_far;
		profile->steps[arena->tasks[step->task].process]++;
	}
}
