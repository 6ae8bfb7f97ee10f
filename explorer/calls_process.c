/*
 * Processes: fork and its kin, exec, exit, wait.
 *
 * vfork and posix_spawn share memory until exec: they are made forks here, which
 * clone(2) allows; what their child tells by that memory (that exec has failed) is lost.
 */
#include <errno.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/wait.h>

#include "explorer/calls.h"
#include "explorer/raw.h"

int process_find(pid_t pid)
{
	for (unsigned i = 0; i < ARENA->processes_count; i++)
		if (ARENA->processes[i].pid == pid)
			return (int)i;
	return -1;
}

/* A place for a child; it begins with what its parent has. -1: no room. */
static int process_make(void)
{
	unsigned index = ARENA->processes_count;
	struct process *process = &ARENA->processes[index];

	if (index == ARENA_PROCESSES) {
		limit_note(EXPLORE_LIMIT_TASKS, 0);
		return -1;
	}
	ARENA->processes_count++;
	*process = *our_process();
	process->pid = 0;
	process->parent = our_process()->pid;
	process->instance = ++ARENA->next_instance;
	process->threads = process->steps = 0;
	process->alarm_at_ns = process->alarm_every_ns = 0;
	return (int)index;
}

/*** fork ***/

/* What both clones are made of, as fork(2) would have it. */
struct birth {
	uint64_t flags;
	long parent_tid, child_tid, tls;
	uint64_t stack; /* where the child's stack pointer is to be; 0: where ours is */
};

static long begin_child(struct call *call, const struct birth *birth, unsigned task)
{
	unsigned inside = self.inside - 1; /* less that of step_begin() */

	ARENA->processes[ARENA->tasks[task].process].pid = (pid_t)raw(SYS_getpid);
	shadow_forget_own();
	task_begin(task);
	threads_begin();
	self.inside = inside;
	dispatch_arm();
	if (birth->stack)
		call->context->uc_mcontext.gregs[REG_RSP] = (greg_t)birth->stack;
	return 0;
}

static long fork_as(struct call *call, struct birth birth)
{
	struct masked masked = step_begin(OP_FORK, 0, call->place);
	int process = process_make();
	int task = process < 0 ? -1 : task_make((unsigned)process);
	long pid;

	if (task < 0) {
		step_end(&masked, 0, -EAGAIN);
		return -EAGAIN;
	}
	ARENA->tasks[task].mask = me()->mask;
	birth.flags &= ~(uint64_t)(CLONE_VM | CLONE_VFORK);
	pid = raw(SYS_clone, birth.flags, 0, birth.parent_tid, birth.child_tid, birth.tls);
	if (pid == 0)
		return begin_child(call, &birth, (unsigned)task);
	if (pid < 0) {
		/* Refused for what this machine has left, not for what the program does. */
		limit_note(EXPLORE_LIMIT_TASKS, 0);
		ARENA->tasks[task].state = TASK_DEAD;
		ARENA->processes[process].buried = true;
	} else {
		int32_t told = (int32_t)pid;

		ARENA->processes[process].pid = told;
		raw(SYS_write, ARENA_NEWS_FD, &told, sizeof(told));
	}
	step_end(&masked, 0, pid < 0 ? pid : task);
	return pid;
}

static long on_fork(struct call *call)
{
	return fork_as(call, (struct birth){ .flags = SIGCHLD });
}

static long on_clone(struct call *call)
{
	const struct birth birth = {
		.flags = (uint64_t)call->args[0],
		.parent_tid = call->args[2],
		.child_tid = call->args[3],
		.tls = call->args[4],
		.stack = (uint64_t)call->args[1],
	};

	if (birth.flags & CLONE_THREAD) {
		limit_note(EXPLORE_LIMIT_CALL, SYS_clone);
		return -EPERM;
	}
	return fork_as(call, birth);
}

static long on_clone3(struct call *call)
{
	const struct clone_args *args = (const struct clone_args *)call->args[0]; /* NOLINT */
	const struct birth birth = {
		.flags = args->flags | args->exit_signal,
		.parent_tid = (long)args->parent_tid,
		.child_tid = (long)args->child_tid,
		.tls = (long)args->tls,
		.stack = args->stack ? args->stack + args->stack_size : 0,
	};

	if (args->flags & (CLONE_THREAD | CLONE_PIDFD)) {
		limit_note(EXPLORE_LIMIT_CALL, SYS_clone3);
		return -ENOSYS;
	}
	return fork_as(call, birth);
}

/*** exec ***/

static long on_exec(struct call *call)
{
	struct masked masked = step_begin(OP_EXEC, 0, call->place);
	long result;

	our_process()->executing = true;
	result = call_make(call);
	our_process()->executing = false;
	step_end(&masked, 0, result);
	return result;
}

/*** exit ***/

static bool last_thread(void)
{
	for (unsigned i = 0; i < ARENA->tasks_count; i++)
		if (i != self.task && ARENA->tasks[i].process == me()->process &&
			ARENA->tasks[i].state != TASK_DEAD && ARENA->tasks[i].state != TASK_FREE)
			return false;
	return true;
}

static long on_exit_group(struct call *call)
{
	step_begin(OP_EXIT, 0, call->place);
	ARENA->awaited = our_process()->pid;
	me()->doing = OP_EXIT;
	schedule_bury(ARENA, me()->process);
	step_leave();
	return call_make(call);
}

static long on_exit(struct call *call)
{
	if (last_thread())
		return on_exit_group(call);
	step_begin(OP_EXIT, 0, call->place);
	clock_release(key_make(KEY_TASK, self.task, 0));
	me()->state = TASK_DEAD;
	schedule_acted(ARENA, KEY_ANYTHING);
	step_leave();
	return call_make(call);
}

/*** wait ***/

/* Index of the process that was reaped last. */
static int last_reaped;

/* What has been reaped is known to us now: wait(2). */
static void acquire_end(pid_t pid, int status)
{
	int index = process_find(pid);

	last_reaped = index;
	if (index < 0)
		return;
	clock_join(&me()->clock, &ARENA->processes[index].end);
	ARENA->processes[index].reaped = true;
	ARENA->processes[index].status = status;
	ARENA->processes[index].pid = -1; /* the number may come again */
}

static long finish_wait(struct masked *masked, long result)
{
	/* A trace has the processes' own numbers: PIDs are others in each run. */
	long number = result > 0 ? last_reaped + 1 : result;

	if (result == 0)
		step_asked(masked, 0);
	else
		step_end(masked, 0, number);
	return result;
}

static long try_wait4(const struct call *call)
{
	int status = 0;
	long pid = raw(SYS_wait4, call->args[0], &status, call->args[2] | WNOHANG, call->args[3]);

	if (pid > 0 && call->args[1])
		copy((void *)call->args[1], &status, sizeof(status)); /* NOLINT */
	if (pid > 0 && (WIFEXITED(status) || WIFSIGNALED(status)))
		acquire_end((pid_t)pid, status);
	return pid;
}

/* waitid tells whom it found in what may be no memory at all: siginfo_t of its own. */
static long try_waitid(const struct call *call)
{
	siginfo_t info = { .si_pid = 0 };
	long error = raw(SYS_waitid, call->args[0], call->args[1], &info, call->args[3] | WNOHANG,
		call->args[4]);

	if (error < 0)
		return error;
	if (call->args[2] && (info.si_pid || (call->args[3] & WNOHANG)))
		copy((void *)call->args[2], &info, sizeof(info)); /* NOLINT */
	if (info.si_pid && !(call->args[3] & WNOWAIT))
		acquire_end(info.si_pid, info.si_code == CLD_EXITED ? (info.si_status & 0xff) << 8
								    : info.si_status & 0x7f);
	return info.si_pid;
}

static long wait_by(struct call *call, long (*try)(const struct call *), bool hang)
{
	const object_key key = key_make(KEY_CHILDREN, (uint64_t)our_process()->pid, 0);
	struct masked masked = step_begin(OP_WAIT, key, call->place);
	long result;

	if (call_interrupted(call)) {
		call->again = true;
		return finish_wait(&masked, 0);
	}
	while ((result = try(call)) == 0 && hang) {
		if (call_interrupted(call)) {
			call->again = signals_restart(call->context);
			return finish_wait(&masked, -EINTR);
		}
		step_wait(OP_WAIT, key);
	}
	return finish_wait(&masked, result);
}

static long on_wait4(struct call *call)
{
	return wait_by(call, try_wait4, !(call->args[2] & WNOHANG));
}

static long on_waitid(struct call *call)
{
	long result = wait_by(call, try_waitid, !(call->args[3] & WNOHANG));

	return result > 0 ? 0 : result;
}

/* Another parent than before: the one that was has ended. */
static long on_getppid(struct call *call)
{
	struct masked masked = step_begin(OP_OTHER, 0, call->place);
	long result = call_make(call);

	clock_join(&me()->clock, &ARENA->ended);
	step_asked(&masked, 0);
	return result;
}

const struct call_entry calls_process[] = {
	{ SYS_fork, on_fork },
	{ SYS_vfork, on_fork },
	{ SYS_clone, on_clone },
	{ SYS_clone3, on_clone3 },
	{ SYS_execve, on_exec },
	{ SYS_execveat, on_exec },
	{ SYS_exit, on_exit },
	{ SYS_exit_group, on_exit_group },
	{ SYS_getppid, on_getppid },
	{ SYS_wait4, on_wait4 },
	{ SYS_waitid, on_waitid },
	{ -1, NULL },
};
