#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/tasks.h"

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
