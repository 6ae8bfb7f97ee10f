#include "sandbox/init.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/census.h"
#include "sandbox/depot.h"
#include "sandbox/program.h"
#include "sandbox/root.h"
#include "sandbox/tasks.h"
#include "sandbox/wire.h"
#include "sandbox/witness.h"

enum { PEERS = 16, STRINGS = 512, CHILDREN = 256 };

/* A program that the keeper started. */
struct started {
	pid_t pid; /* 0 once it has been reaped */
	int listener; /* -1: none */
};

struct init {
	int control;
	int deaths; /* signalfd of SIGCHLD */
	int64_t reaped_us;
	struct limits limits;
	const struct filter *filter;
	bool tool;
	struct started started[PEERS];
	size_t started_count;
	struct wire_message in, out;
};

/*** setting up ***/

static int become_user(void)
{
	/* Refused without privilege over the groups, where there is nothing to give up. */
	setgroups(0, NULL);
	if (setresgid(ROOT_GID, ROOT_GID, ROOT_GID) < 0 ||
		setresuid(ROOT_UID, ROOT_UID, ROOT_UID) < 0)
		return -errno;
	/* A change of ids makes /proc/self the host root's, whom nobody is in here. */
	prctl(PR_SET_DUMPABLE, 1);
	return 0;
}

static int raise_loopback(void)
{
	struct ifreq request = { .ifr_flags = IFF_UP | IFF_RUNNING };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int error = 0;

	if (fd < 0)
		return -errno;
	strcpy(request.ifr_name, "lo");
	if (ioctl(fd, SIOCSIFFLAGS, &request) < 0)
		error = -errno;
	close(fd);
	return error;
}

static int watch_children(struct init *init)
{
	sigset_t set;

	sigfillset(&set);
	sigprocmask(SIG_SETMASK, &set, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	init->deaths = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return init->deaths < 0 ? -errno : 0;
}

static int set_up(struct init *init, const char *const hidden[ROOT_HIDDEN], const char **ret_what)
{
	int error;

	*ret_what = "take the box's user";
	error = become_user();
	if (error)
		return error;
	/* After the change of ids, which clears it: our keeper's death is ours. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	error = root_enter(&init->limits, hidden, ret_what);
	if (error)
		return error;
	*ret_what = "set the host name";
	if (sethostname("box", 3) < 0)
		return -errno;
	*ret_what = "raise the loopback interface";
	error = raise_loopback();
	if (error)
		return error;
	*ret_what = "watch children";
	return watch_children(init);
}

/* Leaves nothing of the keeper's open but the wire: a pipe's end kept here would hide its EOF. */
static void close_all_but(int *control)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = 0; fd < 3; fd++)
		if (fd != *control && null >= 0)
			dup2(null, fd);
	if (*control != 3) {
		dup2(*control, 3);
		*control = 3;
	}
	fcntl(3, F_SETFD, FD_CLOEXEC);
	close_range(4, ~0U, 0);
}

/*** answers ***/

static void answer(struct init *init, int number)
{
	init->out.kind = WIRE_DONE;
	init->out.number = number;
	wire_send(init->control, &init->out);
	wire_close_fds(&init->out);
	init->out = (struct wire_message){ .kind = 0 };
}

static void answer_fd(struct init *init, int fd)
{
	if (fd >= 0) {
		init->out.fds[0] = fd;
		init->out.fds_count = 1;
	}
	answer(init, fd < 0 ? fd : 0);
}

static void on_put(struct init *init)
{
	int error = init->in.fds_count == 1
			    ? depot_put(init->in.payload, init->in.fds[0], (mode_t)init->in.number)
			    : -EBADF;

	answer(init, error);
}

static void on_get(struct init *init)
{
	answer_fd(init, depot_get(init->in.payload));
}

static void on_list(struct init *init)
{
	ssize_t length = depot_list(init->in.payload, init->out.payload, WIRE_PAYLOAD);

	init->out.length = length < 0 ? 0 : (uint32_t)length;
	answer(init, length < 0 ? (int)length : 0);
}

/* Cuts the payload into its strings; NULL when they are not as many as promised. */
static char **take_strings(char **cursor, const char *end, uint32_t count, char **room)
{
	for (uint32_t i = 0; i < count; i++) {
		char *stop = memchr(*cursor, '\0', (size_t)(end - *cursor));

		if (!stop)
			return NULL;
		room[i] = *cursor;
		*cursor = stop + 1;
	}
	room[count] = NULL;
	return room;
}

static void on_start(struct init *init)
{
	static char *argv[STRINGS], *envp[STRINGS], *cwd[2];
	struct wire_start head;
	char *cursor = init->in.payload + sizeof(head);
	const char *end = init->in.payload + init->in.length;
	struct started started = { .listener = -1 };
	int error;

	memcpy(&head, init->in.payload, sizeof(head));
	if (init->in.length < sizeof(head) || init->in.fds_count != 3 || head.argc == 0 ||
		head.argc >= STRINGS || head.envc >= STRINGS || init->started_count == PEERS ||
		!take_strings(&cursor, end, head.argc, argv) ||
		!take_strings(&cursor, end, head.envc, envp) ||
		!take_strings(&cursor, end, 1, cwd)) {
		answer(init, -EINVAL);
		return;
	}
	error = program_start(
		&(struct program){
			.argv = argv,
			.envp = envp,
			.cwd = cwd[0],
			.fds = { init->in.fds[0], init->in.fds[1], init->in.fds[2] },
			.filter = init->filter,
			.limits = &init->limits,
		},
		&started.pid, &started.listener);
	/* Before the answer: from then on the keeper counts on nobody else holding these. */
	wire_close_fds(&init->in);
	if (!error)
		init->started[init->started_count++] = started;
	answer(init, error ? error : started.pid);
}

static void on_signal(struct init *init)
{
	pid_t pid = init->in.number;

	if (pid == 0 || pid == 1 || kill(pid, (int)init->in.value) < 0)
		answer(init, pid == 0 || pid == 1 ? -EINVAL : -errno);
	else
		answer(init, 0);
}

static void on_sample(struct init *init)
{
	struct wire_sample sample;

	tasks_sample(init->reaped_us, !init->tool, &sample);
	memcpy(init->out.payload, &sample, sizeof(sample));
	init->out.length = sizeof(sample);
	answer(init, 0);
}

static void on_children(struct init *init)
{
	pid_t children[CHILDREN];
	size_t count = tasks_children(init->in.number, children, CHILDREN);

	memcpy(init->out.payload, children, count * sizeof(pid_t));
	init->out.length = (uint32_t)(count * sizeof(pid_t));
	answer(init, (int)count);
}

static void on_witness(struct init *init)
{
	int fd = memfd_create("witness", MFD_CLOEXEC);
	pid_t pid = fd < 0 ? -1 : fork();

	/* A process of its own: it reads what the student's linker wrote. */
	if (pid == 0) {
		struct rlimit cpu = { 5, 5 };

		setrlimit(RLIMIT_CPU, &cpu);
		witness_write(fd);
		_exit(0);
	}
	if (pid > 0)
		waitpid(pid, NULL, 0);
	answer_fd(init, pid < 0 ? -errno : fd);
}

static void on_census(struct init *init)
{
	int fd = memfd_create("census", MFD_CLOEXEC);

	if (fd >= 0)
		census_write(fd);
	answer_fd(init, fd < 0 ? -errno : fd);
}

static const struct handler {
	uint32_t kind;
	void (*run)(struct init *init);
} handlers[] = {
	{ WIRE_PUT, on_put },
	{ WIRE_GET, on_get },
	{ WIRE_LIST, on_list },
	{ WIRE_START, on_start },
	{ WIRE_SIGNAL, on_signal },
	{ WIRE_SAMPLE, on_sample },
	{ WIRE_CHILDREN, on_children },
	{ WIRE_WITNESS, on_witness },
	{ WIRE_CENSUS, on_census },
};

static void on_question(struct init *init)
{
	int error = wire_receive(init->control, &init->in, 0);

	if (error)
		_exit(0);
	/* Payloads that are strings end where the message ends. */
	if (init->in.length < WIRE_PAYLOAD)
		init->in.payload[init->in.length] = '\0';
	for (size_t i = 0; i < sizeof(handlers) / sizeof(*handlers); i++) {
		if (handlers[i].kind == init->in.kind) {
			handlers[i].run(init);
			wire_close_fds(&init->in);
			return;
		}
	}
	wire_close_fds(&init->in);
	answer(init, -ENOSYS);
}

/*** events ***/

static struct started *find_started(struct init *init, pid_t pid)
{
	for (size_t i = 0; i < init->started_count; i++)
		if (init->started[i].pid == pid)
			return &init->started[i];
	return NULL;
}

static int64_t microseconds(const struct timeval *time)
{
	return (int64_t)time->tv_sec * 1000000 + time->tv_usec;
}

static void on_deaths(struct init *init)
{
	struct signalfd_siginfo ignored;
	struct rusage usage;
	int status;
	pid_t pid;

	while (read(init->deaths, &ignored, sizeof(ignored)) > 0)
		;
	while ((pid = wait4(-1, &status, WNOHANG, &usage)) > 0) {
		struct started *started = find_started(init, pid);
		struct wire_message told = { .kind = WIRE_ENDED, .number = pid, .value = status };
		struct wire_ended ended = {
			.cpu_us = microseconds(&usage.ru_utime) + microseconds(&usage.ru_stime),
			.orphan = started == NULL,
		};

		init->reaped_us += ended.cpu_us;
		if (started)
			started->pid = 0; /* the number may come again */
		memcpy(told.payload, &ended, sizeof(ended));
		told.length = sizeof(ended);
		wire_send(init->control, &told);
	}
}

static void on_denied(struct init *init, struct started *started)
{
	struct wire_message told = { .kind = WIRE_DENIED };
	int tid, call;
	int error = filter_answer(started->listener, &tid, &call);

	if (error == -ENOENT || error == -EINTR)
		return;
	if (error) {
		close(started->listener);
		started->listener = -1;
		return;
	}
	told.number = tid;
	told.value = call;
	wire_send(init->control, &told);
}

static void serve(struct init *init)
{
	struct pollfd polled[2 + PEERS] = {
		{ .fd = init->control, .events = POLLIN },
		{ .fd = init->deaths, .events = POLLIN },
	};

	for (;;) {
		size_t count = init->started_count;

		for (size_t i = 0; i < count; i++)
			polled[2 + i] = (struct pollfd){ init->started[i].listener, POLLIN, 0 };
		if (poll(polled, 2 + count, -1) < 0 && errno != EINTR)
			_exit(1);
		for (size_t i = 0; i < count; i++) {
			if (polled[2 + i].revents & POLLIN) {
				on_denied(init, &init->started[i]);
			} else if (polled[2 + i].revents) { /* its last user is gone */
				close(init->started[i].listener);
				init->started[i].listener = -1;
			}
		}
		if (polled[1].revents)
			on_deaths(init);
		if (polled[0].revents)
			on_question(init);
	}
}

void init_run(const struct init_options *options)
{
	static struct init init;
	const char *what = "hear the keeper";
	int error;

	init.control = options->control;
	init.limits = options->limits;
	init.filter = options->filter;
	init.tool = options->tool;
	close_all_but(&init.control);
	/* The keeper maps our ids first; until then we are nobody. */
	error = wire_receive(init.control, &init.in, 0);
	if (error)
		_exit(1);
	error = set_up(&init, options->hidden, &what);
	if (error) {
		init.out.length = (uint32_t)strlen(what) + 1;
		memcpy(init.out.payload, what, init.out.length);
	}
	answer(&init, error);
	if (error)
		_exit(1);
	serve(&init);
	_exit(0);
}
