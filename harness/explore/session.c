#include "harness/explore/session.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/fault.h"
#include "harness/explore/session_parts.h"

/* What a run may compute. */
enum { CPU_SECONDS = 10 };

static int map_arena(struct session *session)
{
	const size_t size = sizeof(struct arena);
	void *at;

	session->arena_fd = memfd_create("proctor-arena", MFD_CLOEXEC);
	if (session->arena_fd < 0 || ftruncate(session->arena_fd, (off_t)size) < 0)
		return -errno;
	at = mmap(ARENA_ADDRESS, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED_NOREPLACE,
		session->arena_fd, 0);
	if (at == MAP_FAILED)
		return -errno;
	session->arena = at;
	session->arena->magic = ARENA_MAGIC;
	return 0;
}

/*
 * Handing the token on is ten times as quick on one CPU.  The kernel has chosen for a new
 * process one with little to do; a choice by its number would be the same in every box.
 */
static void pin(void)
{
	int here = sched_getcpu();
	cpu_set_t one;

	if (here < 0 || here >= CPU_SETSIZE)
		return;
	CPU_ZERO(&one);
	CPU_SET(here, &one);
	sched_setaffinity(0, sizeof(one), &one);
}

static void __attribute__((noreturn))
become(const struct session *session, const struct session_program *program, int input)
{
	const struct rlimit cpu = { CPU_SECONDS, CPU_SECONDS + 1 };
	sigset_t none;

	if (program->folder && chdir(program->folder) < 0)
		_exit(127);
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	pin();
	setrlimit(RLIMIT_CPU, &cpu);
	personality(ADDR_NO_RANDOMIZE);
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (dup2(input, 0) < 0 || dup2(session->output, 1) < 0 || dup2(session->errors, 2) < 0 ||
		dup2(session->arena_fd, ARENA_FD) < 0 ||
		dup2(session->news[1], ARENA_NEWS_FD) < 0 ||
		dup2(session->orders[0], ARENA_ORDERS_FD) < 0)
		_exit(126);
	setenv("LD_PRELOAD", program->library, 1);
	execvp(program->argv[0], (char *const *)(uintptr_t)program->argv);
	_exit(127);
}

/* What a program writes to, as often as it is run. */
static int make_output(int *ret)
{
	*ret = memfd_create("output", MFD_CLOEXEC);
	return *ret < 0 || fcntl(*ret, F_SETFL, O_APPEND) < 0 ? -errno : 0;
}

static int prepare(struct session *session, const struct session_program *program)
{
	int error = map_arena(session);

	if (error)
		return error;
	if (pipe2(session->news, O_CLOEXEC | O_NONBLOCK) < 0 ||
		pipe2(session->orders, O_CLOEXEC) < 0)
		return -errno;
	error = make_output(&session->output);
	if (!error)
		error = make_output(&session->errors);
	if (error)
		return error;
	session->leaver = program->leaver;
	session->leaving_process = program->leaving_process;
	session->sigpipe_is_fault = program->sigpipe_is_fault;
	/* What a run leaves behind becomes ours, to be reaped. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	return 0;
}

static int load(struct session *session, const struct session_program *program, struct buf *why)
{
	struct pollfd polled[POLLED];
	int status = 0, input;
	int error = session_input_open(session, program, &input, why);

	if (error)
		return error;
	session->loader = fork();
	if (session->loader == 0)
		become(session, program, input);
	error = session->loader < 0 ? -errno : 0;
	if (!program->input_is_pipe)
		close(input);
	if (error)
		return error;
	session->loader_fd = (int)syscall(SYS_pidfd_open, session->loader, 0);
	while (!session->ready) {
		session_listen(session, polled);
		session_take_news(session);
		if (polled[POLLED_LOADER].revents && !session->ready)
			break;
	}
	if (session->ready)
		return 0;
	kill(session->loader, SIGKILL);
	waitpid(session->loader, &status, 0);
	session->loader = 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		buf_printf(why, "%s: no such program, or it cannot be executed", program->argv[0]);
	else
		buf_printf(why,
			"%s cannot be explored: it is linked statically, or runs with other "
			"rights than yours",
			program->argv[0]);
	return -ENOEXEC;
}

int session_open(struct session **ret, const struct session_program *program, struct buf *why)
{
	struct session *session = xcalloc(1, sizeof(*session));
	int error;

	*session = (struct session){
		.arena_fd = -1,
		.output = -1,
		.errors = -1,
		.input = BUF_INIT,
		.input_end = -1,
		.news = { -1, -1 },
		.orders = { -1, -1 },
		.loader_fd = -1,
		.before = program->before,
		.data = program->data,
	};
	error = prepare(session, program);
	if (error)
		buf_printf(why, "cannot prepare the exploration: %s", strerror(-error));
	else
		error = load(session, program, why);
	if (error)
		session_close(session);
	else
		*ret = session;
	return error;
}

void session_close(struct session *session)
{
	const int fds[] = { session->arena_fd, session->output, session->errors, session->input_end,
		session->news[0], session->news[1], session->orders[0], session->orders[1],
		session->loader_fd };

	if (session->loader > 0) {
		kill(session->loader, SIGKILL);
		waitpid(session->loader, NULL, 0);
	}
	for (size_t i = 0; i < sizeof(fds) / sizeof(*fds); i++)
		if (fds[i] >= 0)
			close(fds[i]);
	if (session->arena)
		munmap(session->arena, sizeof(struct arena));
	buf_release(&session->input);
	free(session);
}
