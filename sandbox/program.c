#include "sandbox/program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/wire.h"

/* The end that tells init how far it came; survives nothing but exec's failure. */
enum { REPORT = 3 };

static void reset_signals(void)
{
	sigset_t none;

	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL); /* fails for the two that libc keeps, which is right */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* 0-2 from wherever they are (perhaps each other's places), REPORT, and no more. */
static int arrange_fds(const int fds[3], int report)
{
	int high[4];

	for (int i = 0; i < 3; i++)
		high[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, 16);
	high[3] = fcntl(report, F_DUPFD_CLOEXEC, 16);
	for (int i = 0; i < 3; i++)
		if (high[i] < 0 || dup2(high[i], i) < 0)
			return -errno;
	if (high[3] < 0 || dup3(high[3], REPORT, O_CLOEXEC) < 0)
		return -errno;
	return close_range(REPORT + 1, ~0U, 0) < 0 ? -errno : 0;
}

static void set_limit(__rlimit_resource_t what, rlim_t soft, rlim_t hard)
{
	struct rlimit limit = { soft, hard };

	setrlimit(what, &limit);
}

static void apply_limits(const struct limits *limits)
{
	rlim_t seconds = (limits->cpu_ms + 999) / 1000;

	/* The box's sum is watched from outside; these hold should the watch come late.
	 * SIGXCPU would look like the program's own death, so the kernel's limit lies higher. */
	set_limit(RLIMIT_CPU, seconds + 2, seconds + 3);
	/* 0 does not stop a core_pattern that pipes to a helper; 1 byte does (core(5)). */
	set_limit(RLIMIT_CORE, 1, 1);
	set_limit(RLIMIT_NOFILE, limits->descriptors, limits->descriptors);
	set_limit(RLIMIT_NPROC, limits->tasks + 1, limits->tasks + 1); /* init counts too */
	set_limit(RLIMIT_FSIZE, (rlim_t)limits->disk_mib << 20, (rlim_t)limits->disk_mib << 20);
	set_limit(RLIMIT_MEMLOCK, 64 << 10, 64 << 10);
	set_limit(RLIMIT_MSGQUEUE, 1 << 20, 1 << 20);
	set_limit(RLIMIT_STACK, 8 << 20, RLIM_INFINITY);
}

/* Nothing that is exec'ed may get a capability back; not even a later uid 0. */
static void drop_bounding_set(void)
{
	for (int capability = 0; prctl(PR_CAPBSET_READ, capability) >= 0; capability++)
		prctl(PR_CAPBSET_DROP, capability);
}

static void __attribute__((noreturn)) give_up(int error)
{
	struct wire_message told = { .kind = WIRE_DONE, .number = error };

	wire_send(REPORT, &told);
	_exit(127);
}

static void __attribute__((noreturn)) become(const struct program *program, int report)
{
	struct wire_message listening = { .kind = WIRE_DENIED };
	int error = arrange_fds(program->fds, report);
	int listener;

	if (error) {
		wire_send(report, &(struct wire_message){ .kind = WIRE_DONE, .number = error });
		_exit(127);
	}
	setsid();
	umask(022);
	if (chdir(program->cwd) < 0)
		give_up(-errno);
	apply_limits(program->limits);
	drop_bounding_set();
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		give_up(-errno);
	listener = filter_install(program->filter);
	if (listener < 0)
		give_up(listener);
	listening.fds[0] = listener;
	listening.fds_count = 1;
	wire_send(REPORT, &listening);
	close(listener);
	reset_signals();
	execvpe(program->argv[0], program->argv, program->envp);
	give_up(-errno);
}

/* Hears how far the new process came, until its report end closes at exec. */
static int hear(int report, int *ret_listener)
{
	static struct wire_message message;
	int error = 0;

	while (wire_receive(report, &message, 0) == 0) {
		if (message.kind == WIRE_DENIED && message.fds_count == 1) {
			*ret_listener = message.fds[0];
			message.fds_count = 0;
		} else if (message.kind == WIRE_DONE) {
			error = message.number;
		}
		wire_close_fds(&message);
	}
	return error;
}

int program_start(const struct program *program, pid_t *ret_pid, int *ret_listener)
{
	int report[2];
	int listener = -1;
	int error = wire_pair(report);
	pid_t pid;

	if (error)
		return error;
	pid = fork();
	if (pid == 0)
		become(program, report[1]);
	if (pid < 0)
		error = -errno;
	close(report[1]);
	if (pid > 0)
		error = hear(report[0], &listener);
	close(report[0]);
	if (error) {
		if (listener >= 0)
			close(listener);
		if (pid > 0)
			waitpid(pid, NULL, 0);
		return error;
	}
	*ret_pid = pid;
	*ret_listener = listener;
	return 0;
}
