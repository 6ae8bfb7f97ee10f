#include "sandbox/program.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/beside.h"
#include "sandbox/fence.h"
#include "sandbox/wire.h"

enum { STACK = 256 << 10 };

/* Where the new process finds its end of the mail to init; closed by exec. */
enum { MAIL = 3 };

/* What the new process is made from; it runs in init's memory until exec. */
struct birth {
	const struct program *program;
	int mail;
	int error;
};

/* What is not in its place yet is kept out of the way of the places. */
enum { ASIDE = 16 };

/* Those for a tool, which init has above its own wire; all others above MAIL are closed. */
static int arrange_high(const struct program *program)
{
	unsigned first = (unsigned)program->high_at;
	unsigned behind = first + (unsigned)program->high_count;

	for (size_t i = 0; i < program->high_count; i++)
		if (dup2(program->high[i], program->high_at + (int)i) < 0)
			return -errno;
	if (program->high_count == 0)
		first = behind = MAIL + 1;
	if (first > MAIL + 1 && close_range(MAIL + 1, first - 1, 0) < 0)
		return -errno;
	return close_range(behind, ~0U, 0) < 0 ? -errno : 0;
}

/* 0-2 from wherever they are (perhaps each other's places), MAIL, the high ones, and no more. */
static int arrange_fds(const struct program *program, int mail)
{
	int aside[4];

	for (int i = 0; i < 3; i++)
		aside[i] = fcntl(program->fds[i], F_DUPFD_CLOEXEC, ASIDE);
	aside[3] = fcntl(mail, F_DUPFD_CLOEXEC, ASIDE);
	for (int i = 0; i < 4; i++)
		if (aside[i] < 0)
			return -errno;
	for (int i = 0; i < 3; i++)
		if (dup2(aside[i], i) < 0)
			return -errno;
	if (dup3(aside[3], MAIL, O_CLOEXEC) < 0)
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
	rlim_t tasks = limits->tasks + 1 + program->others; /* init counts too */

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

/* The listener goes to init, in whose descriptors it must be before the program runs. */
static int mail_listener(const struct filter *filter)
{
	struct wire_note note = { .kind = WIRE_DENIED, .fds_count = 1 };
	int listener = filter_install(filter);
	int error;

	if (listener < 0)
		return listener;
	note.fds[0] = listener;
	error = wire_tell(MAIL, &note, NULL, 0);
	close(listener);
	return error;
}

static int set_up(const struct program *program, int mail)
{
	sigset_t none;
	/* First, since its descriptor is one of those that are closed then. */
	int error = program->fence ? fence_enter(program->fence) : 0;

	/* Before the high ones take their places, which lie right below it. */
	set_limit(RLIMIT_NOFILE, program->limits->descriptors, program->limits->descriptors);
	if (!error)
		error = arrange_fds(program, mail);
	if (error)
		return error;
	setsid();
	umask(022);
	if (chdir(program->cwd) < 0)
		return -errno;
	apply_limits(program);
	error = mail_listener(program->filter);
	/* The last, so that it has had the time of all this. */
	if (!error && program->beside)
		error = beside_wait(program->beside);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	return error;
}

static int become(void *data)
{
	struct birth *birth = data;

	/* Whatever fails before exec is ours, and no answer that exec can give. */
	if (set_up(birth->program, birth->mail) < 0) {
		birth->error = -EBADMSG;
	} else {
		execvpe(birth->program->file, birth->program->argv, birth->program->envp);
		birth->error = -errno;
	}
	_exit(127);
}

/* The listener that the new process has mailed, -1 for none. */
static int take_listener(int mail)
{
	static struct wire_message message;
	int listener = -1;

	while (wire_receive(mail, &message, MSG_DONTWAIT) == 0) {
		if (listener >= 0)
			close(listener);
		listener = message.fds_count > 0 ? message.fds[--message.fds_count] : -1;
		wire_close_fds(&message);
	}
	return listener;
}

int program_start(const struct program *program, pid_t *ret_pid, int *ret_listener)
{
	/* No copy of init's memory is made for the moment until exec: clone(2), CLONE_VFORK. */
	static char stack[STACK] __attribute__((aligned(16)));
	static int mail[2] = { -1, -1 };
	struct birth birth = { .program = program };
	int error = mail[0] < 0 ? wire_pair(mail) : 0;
	int listener;
	pid_t pid;

	if (error)
		return error;
	birth.mail = mail[1];
	pid = clone(become, stack + STACK, CLONE_VM | CLONE_VFORK | SIGCHLD, &birth);
	if (pid < 0)
		return -errno;
	listener = take_listener(mail[0]);
	if (birth.error) {
		if (listener >= 0)
			close(listener);
		waitpid(pid, NULL, 0);
		return birth.error;
	}
	*ret_pid = pid;
	*ret_listener = listener;
	return 0;
}
