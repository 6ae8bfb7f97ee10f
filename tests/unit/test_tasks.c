#include <criterion/criterion.h>
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/task_text.h"
#include "sandbox/tasks.h"
#include "sandbox/timers.h"

/* A call with its arguments, and whether it wakes by itself. */
static const struct vector {
	int call;
	unsigned long arguments[6];
	bool timed;
} vectors[] = {
	{ SYS_read, { 0, 0, 1 }, false },
	{ SYS_poll, { 0, 0, 0xffffffff }, false },
	{ SYS_poll, { 0, 0, 100 }, true },
	{ SYS_ppoll, { 0, 0, 0 }, false },
	{ SYS_ppoll, { 0, 0, 0x7ffe0000 }, true },
	{ SYS_select, { 1, 0, 0, 0, 0 }, false },
	{ SYS_select, { 1, 0, 0, 0, 0x7ffe0000 }, true },
	{ SYS_epoll_wait, { 3, 0, 1, 0xffffffffffffffff }, false },
	{ SYS_epoll_wait, { 3, 0, 1, 5 }, true },
	{ SYS_futex, { 0x1000, 128, 0, 0 }, false },
	{ SYS_futex, { 0x1000, 128, 0, 0x7ffe0000 }, true },
	{ SYS_nanosleep, { 0x7ffe0000 }, true },
	{ SYS_clock_nanosleep, { 0 }, true },
	{ SYS_semop, { 0 }, false },
	{ SYS_semtimedop, { 0, 0, 1, 0x7ffe0000 }, true },
	{ SYS_wait4, { 0 }, false },
	{ SYS_rt_sigtimedwait, { 0, 0, 0 }, false },
	{ SYS_rt_sigtimedwait, { 0, 0, 0x7ffe0000 }, true },
	{ SYS_restart_syscall, { 0 }, true },
};

Test(tasks, a_wait_with_a_timeout_is_told_from_one_without)
{
	for (size_t i = 0; i < sizeof(vectors) / sizeof(*vectors); i++) {
		struct task task = { .call = vectors[i].call };

		memcpy(task.arguments, vectors[i].arguments, sizeof(task.arguments));
		cr_assert_eq(task_has_timeout(&task), vectors[i].timed, "vector %zu", i);
	}
}

Test(tasks, this_process_is_seen_running)
{
	struct task task;

	cr_assert_eq(task_read(getpid(), getpid(), &task), 0);
	cr_assert_eq(task.state, 'R');
	cr_assert_eq(task.ppid, getppid());
}

Test(tasks, a_task_that_is_gone_is_ESRCH)
{
	struct task task;

	cr_assert_eq(task_read(getpid(), 1 << 22, &task), -ESRCH);
}

Test(tasks, the_number_given_last_is_the_last_word)
{
	cr_assert_eq(task_text_youngest("0.52 0.58 0.59 1/467 4711\n"), 4711);
	cr_assert_eq(task_text_youngest(""), 0);
}

Test(tasks, only_timers_that_may_wake_someone_are_listed)
{
	static const char text[] = "ID: 0\nsignal: 10/0000000000000000\nnotify: signal/pid.41\n"
				   "ClockID: 1\nID: 3\nsignal: 0/0000000000000000\n"
				   "notify: none/pid.41\nClockID: 0\nID: 4\n"
				   "signal: 10/0000000000000000\nnotify: signal/pid.41\n"
				   "ClockID: 2\nID: 5\nsignal: 32/0000000000000000\n"
				   "notify: signal/tid.42\nClockID: 0\nID: 6\n"
				   "signal: 10/0000000000000000\nnotify: signal/pid.41\n"
				   "ClockID: -6\n";
	int timers[8];

	cr_assert_eq(task_text_timers(text, timers, 8), 2);
	cr_assert_eq(timers[0], 0);
	cr_assert_eq(timers[1], 5);
	cr_assert_eq(task_text_timers(text, timers, 1), 1);
	cr_assert_eq(task_text_timers("", timers, 8), 0);
	cr_assert_eq(task_text_timers("ID: 1\n", timers, 8), 0);
}

Test(tasks, a_signal_that_is_blocked_waits_and_is_not_pending)
{
	struct task task = { .tid = 7 };

	task_text_status("Name:\tx\nState:\tS (sleeping)\nSigPnd:\t0000000000000200\n"
			 "ShdPnd:\t0000000000002000\nSigBlk:\t0000000000002000\n"
			 "SigCgt:\t0000000000000200\n",
		&task);
	cr_assert_eq(task.unanswered, 0x2200);
	cr_assert_eq(task.blocked, 0x2000);
	cr_assert_eq(task.pending, 0x200);
	cr_assert(timers_suspected(&task));
	task.blocked = 0;
	cr_assert(!timers_suspected(&task));
}

static uint64_t signature(void)
{
	const struct tasks_question question = { .memory_limit_kib = 1 << 20 };
	struct wire_sample sample;

	tasks_sample(&question, &sample);
	return sample.signature;
}

/*
 * As process 1, where the tests' own processes are not seen.  Exits with 0 when two
 * samples are the same, and with 1 when a child that has come and gone between them
 * makes them differ; 2 and 3 for what should not be.
 */
static void __attribute__((noreturn)) be_first(void)
{
	uint64_t before;
	pid_t pid;

	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
		mount("proc", "/proc", "proc", 0, NULL) < 0)
		_exit(3);
	before = signature();
	if (signature() != before)
		_exit(2);
	pid = fork();
	if (pid == 0)
		_exit(0);
	if (pid < 0 || waitpid(pid, NULL, 0) != pid)
		_exit(3);
	_exit(signature() == before ? 0 : 1);
}

Test(tasks, a_child_that_nobody_saw_is_not_missed)
{
	int spaces = CLONE_NEWPID | CLONE_NEWNS | (geteuid() == 0 ? 0 : CLONE_NEWUSER);
	int status;
	pid_t pid;

	if (unshare(spaces) < 0)
		cr_skip_test("no namespaces here: %s", strerror(errno));
	pid = fork();
	if (pid == 0)
		be_first();
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	cr_assert(WIFEXITED(status));
	cr_assert_eq(WEXITSTATUS(status), 1, "it ended with %d", WEXITSTATUS(status));
}
