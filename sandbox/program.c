#include "sandbox/program.h"

#include <errno.h>
#include <fcntl.h>
#include <sanitizer/asan_interface.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/beside.h"

enum { STACK = 256 << 10 };

/* What the new process is made from; it runs in init's memory until exec. */
struct birth {
	const struct program *program;
	int error;
};

/* What is not in its place yet is kept out of the way of the places. */
enum { ASIDE = 16 };

/* Behind the standard ones. */
enum { FIRST = 3 };

/* Those for a tool, which init has above its own wire; all others are closed. */
static int arrange_high(const struct program *program)
{
	unsigned first = (unsigned)program->high_at;
	unsigned behind = first + (unsigned)program->high_count;

	for (size_t i = 0; i < program->high_count; i++)
		if (dup2(program->high[i], program->high_at + (int)i) < 0)
			return -errno;
	if (program->high_count == 0)
		first = behind = FIRST;
	if (first > FIRST && close_range(FIRST, first - 1, 0) < 0)
		return -errno;
	return close_range(behind, ~0U, 0) < 0 ? -errno : 0;
}

/* 0-2 from wherever they are (perhaps each other's places), the high ones, and no more. */
static int arrange_fds(const struct program *program)
{
	int aside[3];

	for (int i = 0; i < 3; i++) {
		aside[i] = fcntl(program->fds[i], F_DUPFD_CLOEXEC, ASIDE);
		if (aside[i] < 0)
			return -errno;
	}
	for (int i = 0; i < 3; i++)
		if (dup2(aside[i], i) < 0)
			return -errno;
	return arrange_high(program);
}

static void set_limit(__rlimit_resource_t what, rlim_t soft, rlim_t hard)
{
	struct rlimit limit = { soft, hard };

	setrlimit(what, &limit);
}

static void apply_limits(const struct program *program)
{
	const struct limits *limits = program->limits;
	rlim_t seconds = (limits->cpu_ms + 999) / 1000;
	rlim_t tasks = limits->tasks + 2 + program->others; /* init and its nursery count too */

	/* The box's sum is watched from outside; these hold should the watch come late.
	 * SIGXCPU would look like the program's own death, so the kernel's limit lies higher;
	 * it also counts more than the ticks of /proc do, by a fifth and more on some hosts. */
	set_limit(RLIMIT_CPU, 2 * seconds + 2, 2 * seconds + 3);
	/* 0 does not stop a core_pattern that pipes to a helper; 1 byte does (core(5)). */
	set_limit(RLIMIT_CORE, 1, 1);
	set_limit(RLIMIT_NPROC, tasks, tasks);
	set_limit(RLIMIT_FSIZE, (rlim_t)limits->disk_mib << 20, (rlim_t)limits->disk_mib << 20);
	set_limit(RLIMIT_MEMLOCK, 64 << 10, 64 << 10);
	set_limit(RLIMIT_MSGQUEUE, 1 << 20, 1 << 20);
	set_limit(RLIMIT_STACK, 8 << 20, RLIM_INFINITY);
}

static int set_up(const struct program *program)
{
	sigset_t none;
	int error;

	/* Before the high ones take their places, which lie right below it. */
	set_limit(RLIMIT_NOFILE, program->limits->descriptors, program->limits->descriptors);
	error = arrange_fds(program);
	if (error)
		return error;
	setsid();
	umask(022);
	if (chdir(program->cwd) < 0)
		return -errno;
	apply_limits(program);
	/* The last, so that it has had the time of all this. */
	if (program->beside)
		error = beside_wait(program->beside);
	if (program->network)
		milestone_await(program->network);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	return error;
}

static int become(void *data)
{
	struct birth *birth = data;

	/* Whatever fails before exec is ours, and no answer that exec can give. */
	if (set_up(birth->program) < 0) {
		birth->error = -EBADMSG;
	} else {
		execvpe(birth->program->file, birth->program->argv, birth->program->envp);
		birth->error = -errno;
	}
	_exit(127);
}

pid_t program_start(const struct program *program)
{
	/* No copy of init's memory is made for the moment until exec: clone(2), CLONE_VFORK. */
	static char stack[STACK] __attribute__((aligned(16)));
	struct birth birth = { .program = program };
	pid_t pid;

	/* The last one that was born here left in the middle of its functions. */
	ASAN_UNPOISON_MEMORY_REGION(stack, STACK);
	pid = clone(become, stack + STACK, CLONE_VM | CLONE_VFORK | SIGCHLD, &birth);

	if (pid < 0)
		return -errno;
	if (birth.error) {
		waitpid(pid, NULL, 0);
		return birth.error;
	}
	return pid;
}
