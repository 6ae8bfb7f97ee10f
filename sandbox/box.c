/*
 * Theory of operation
 *
 *	keeper ── forks ──▶ launcher ── clones ──▶ init (PID 1) ── forks ──▶ programs
 *	  │  └──────────── wire: questions, events ─────┘                      │
 *	  └───────────────── pipes: standard input and output ─────────────────┘
 *
 * The keeper is whoever calls this file: a scenario, a build step, the command
 * line.  It never runs student code and is never seen from inside of the box.
 *
 * The launcher exists because the keeper may have threads of libraries: it is
 * forked by libc, so that locks are sane in it, becomes an ordinary user when
 * the keeper is root, clones init into fresh user, PID, IPC, mount, UTS and
 * network namespaces, and ends.  CLONE_PARENT makes init the keeper's own
 * child, so that the keeper's death is init's (PR_SET_PDEATHSIG) and init's
 * death is that of all in its PID namespace.
 *
 * Init waits until the keeper has mapped its ids, builds the root
 * (sandbox/root.c), and serves.  Every program is its child; whatever a program
 * leaves behind becomes its child too, so nothing dies unseen.  Init answers
 * over the wire, a SOCK_SEQPACKET pair; the programs' standard streams are
 * direct pipes between keeper and program, or between two programs: a proxy
 * that drained them would make SIGPIPE impossible.
 *
 * Nothing is known by time.  The keeper pumps the streams, asks init for
 * samples of all tasks, and calls the box settled when two samples in a row
 * show the same tasks, all blocked, with the same counts of context switches,
 * and no byte has moved in between.  CPU time, memory, tasks and output are
 * measured in those samples and enforced by killing everything.
 */
#include "sandbox/box.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sandbox/init.h"
#include "sandbox/keeper.h"
#include "sandbox/root.h"
#include "sandbox/wire.h"

/* The ordinary user of the host that a box of root's runs as; nobody else uses it. */
enum { HOST_UID = 65533, HOST_GID = 65533 };

const char *box_mode(void)
{
	return "full";
}

/*** opening ***/

static void take_defaults(struct limits *limits)
{
	static const struct limits standard = LIMITS_DEFAULT;
	unsigned *values = (unsigned *)limits;
	const unsigned *defaults = (const unsigned *)&standard;

	for (size_t i = 0; i < sizeof(standard) / sizeof(unsigned); i++)
		if (values[i] == 0)
			values[i] = defaults[i];
}

static void __attribute__((noreturn)) launch(const struct init_options *options, int report)
{
	const unsigned long flags = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC |
				    CLONE_NEWUTS | CLONE_NEWNET | CLONE_PARENT | SIGCHLD;
	pid_t pid;

	/* The keeper may wait for children of its own with other dispositions. */
	signal(SIGCHLD, SIG_DFL);
	pid = (pid_t)syscall(SYS_clone, flags, 0, 0, 0, 0);
	if (pid == 0)
		init_run(options);
	if (pid < 0)
		pid = -errno;
	if (write(report, &pid, sizeof(pid)) != sizeof(pid))
		_exit(1);
	_exit(0);
}

/* Forks the launcher and hears init's pid from it: the pid or a negative errno. */
static pid_t launch_init(const struct init_options *options)
{
	int report[2];
	pid_t launcher, pid = -EPIPE;

	if (pipe2(report, O_CLOEXEC) < 0)
		return -errno;
	launcher = fork();
	if (launcher == 0)
		launch(options, report[1]);
	close(report[1]);
	if (launcher < 0)
		pid = -errno;
	else if (read(report[0], &pid, sizeof(pid)) != sizeof(pid))
		pid = -EPIPE;
	close(report[0]);
	if (launcher > 0)
		while (waitpid(launcher, NULL, 0) < 0 && errno == EINTR)
			;
	return pid;
}

static int write_map(pid_t pid, const char *name, const char *text)
{
	char path[64];
	int fd, error = 0;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		error = -errno;
	close(fd);
	return error;
}

/* user_namespaces(7): one's own id may be mapped by anyone, once setgroups is denied. */
static int map_ids(pid_t pid)
{
	bool root = geteuid() == 0;
	char text[64];
	int error;

	snprintf(text, sizeof(text), "%d %u 1\n", ROOT_UID, root ? HOST_UID : geteuid());
	error = write_map(pid, "uid_map", text);
	if (!error && !root)
		error = write_map(pid, "setgroups", "deny");
	if (error)
		return error;
	snprintf(text, sizeof(text), "%d %u 1\n", ROOT_GID, root ? HOST_GID : getegid());
	return write_map(pid, "gid_map", text);
}

static int greet(struct box *box, char why[BOX_WHY])
{
	int error = map_ids(box->init);

	if (error) {
		snprintf(why, BOX_WHY, "cannot map user ids into a user namespace: %s",
			strerror(-error));
		return error;
	}
	error = keeper_ask(box, &(struct wire_message){ .kind = WIRE_GO });
	if (error)
		snprintf(why, BOX_WHY, "cannot build the box (%.100s): %s",
			box->message.length ? box->message.payload : "init died", strerror(-error));
	return error;
}

int box_open(struct box **ret, const struct box_options *options, char why[BOX_WHY])
{
	struct box *box = calloc(1, sizeof(*box));
	struct init_options init = { .limits = options->limits, .tool = options->tool };
	int wire[2];
	int error;

	if (!box)
		return -ENOMEM;
	box->wire = -1;
	take_defaults(&init.limits);
	box->limits = init.limits;
	box->opened_us = keeper_now_us();
	error = filter_make(options->mechanisms, &box->filter);
	if (error) {
		snprintf(why, BOX_WHY, "cannot make the seccomp filter: %s", strerror(-error));
		goto fail;
	}
	error = wire_pair(wire);
	if (error) {
		snprintf(why, BOX_WHY, "cannot make a socket pair: %s", strerror(-error));
		goto fail;
	}
	box->wire = wire[0];
	init.control = wire[1];
	memcpy(init.hidden, options->hidden, sizeof(init.hidden));
	init.filter = &box->filter;
	box->init = launch_init(&init);
	close(wire[1]);
	if (box->init < 0) {
		error = box->init;
		snprintf(why, BOX_WHY, "this host does not let us make namespaces: %s",
			strerror(-error));
		goto fail;
	}
	error = greet(box, why);
	if (error)
		goto fail;
	*ret = box;
	return 0;
fail:
	box_close(box);
	return error;
}

void box_close(struct box *box)
{
	if (!box)
		return;
	/* Init's death is the whole PID namespace's, and waitpid returns only after theirs. */
	if (box->init > 0) {
		kill(box->init, SIGKILL);
		while (waitpid(box->init, NULL, 0) < 0 && errno == EINTR)
			;
	}
	if (box->wire >= 0)
		close(box->wire);
	wire_close_fds(&box->message);
	filter_release(&box->filter);
	free(box);
}
