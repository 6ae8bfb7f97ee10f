/*
 * Theory of operation
 *
 *	keeper ── clones ──▶ init ── starts ──▶ programs
 *	  │  └─ wire: questions, events ─┘         │
 *	  └── pipes: standard input and output ────┘
 *
 * The keeper is whoever calls this file: a scenario, a build step, the command
 * line.  It never runs student code and is never seen from inside of the box.
 *
 * init is cloned into fresh namespaces, as many as the isolation mode has
 * (sandbox/isolation.h); box_open() tries the modes from best to least.  It is
 * the keeper's own child: the keeper's death is init's (PR_SET_PDEATHSIG, or the
 * closed wire in `plain`), and init's death is that of all in its PID namespace.
 * A keeper with threads of libraries puts a launcher between, forked by libc so
 * that libc's locks are sane in init, which clones with CLONE_PARENT and ends.
 *
 * init makes a network namespace while a thread beside it waits until the keeper has
 * mapped their ids and builds the root (sandbox/beside.h), and serves.  Every program
 * is its child, born in a thread that is under the filter (sandbox/nursery.h); whatever
 * a program leaves behind becomes init's child too, so nothing dies unseen.  init answers over the
 *wire, a SOCK_SEQPACKET pair; the programs' standard streams are direct pipes between keeper and
 *program, or between two programs: a proxy that drained them would make SIGPIPE impossible.
 *
 * Nothing is known by time.  The keeper pumps the streams, asks init for
 * samples of all tasks, and calls the box settled when two samples in a row
 * show the same tasks, all blocked, with the same counts of context switches,
 * and no byte has moved in between.  CPU time, memory, tasks and output are
 * measured in those samples and enforced by killing everything.
 */
#include "sandbox/box.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/init.h"
#include "sandbox/keeper.h"
#include "sandbox/launch.h"
#include "sandbox/reaper.h"
#include "sandbox/warden.h"
#include "sandbox/wire.h"

enum isolation box_isolation(const struct box *box)
{
	return box->isolation;
}

const char *box_folder(const struct box *box)
{
	return box->folder.path;
}

bool box_owns_objects(const struct box *box)
{
	return box->isolation != ISOLATION_PLAIN || box->user.own;
}

const char *box_limits(const struct box *box, char text[BOX_LIMITS])
{
	return cgroup_kind(&box->group, text);
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

static int fail(char why[BOX_WHY], int error, const char *what)
{
	snprintf(why, BOX_WHY, "%s: %s", what, strerror(-error));
	return error;
}

/* What the keeper holds of its own, before anybody else is there. */
static int prepare(struct box *box, const struct box_options *options, char why[BOX_WHY])
{
	int error = user_lease(&box->user, box->isolation);

	if (error)
		return fail(why, error, "no user is free to run programs as");
	/* init's numbers in its PID namespace; in plain they are known to itself only. */
	error = filter_make(&(struct filter_options){ .allowed = options->mechanisms,
				    .untouchable = { 1, 2, INIT_TASKS } },
		&box->filter);
	if (error)
		return fail(why, error, "cannot make the seccomp filter");
	box->grouped = cgroup_open(&box->group, &box->limits, why, BOX_WHY) == 0;
	if (!box->grouped)
		box->group = (struct cgroup)CGROUP_NONE;
	why[0] = '\0';
	box->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	return box->timer < 0 ? fail(why, -errno, "cannot make a timer") : 0;
}

static int give_birth(struct box *box, const struct box_options *options, char why[BOX_WHY])
{
	struct init_options init = {
		.isolation = box->isolation,
		.limits = box->limits,
		.user = box->user,
		.filter = &box->filter,
		.group = &box->group,
		.tool = options->tool,
	};
	int wire[2];
	int error = wire_pair(wire);

	if (error)
		return fail(why, error, "cannot make a socket pair");
	box->wire = wire[0];
	init.control = wire[1];
	memcpy(init.hidden, options->hidden, sizeof(init.hidden));
	box->init = launch_init(&init);
	close(wire[1]);
	if (box->init < 0)
		return fail(why, box->init, "this host does not let us make namespaces");
	box->death = (int)syscall(SYS_pidfd_open, box->init, 0);
	return box->death < 0 ? fail(why, -errno, "cannot watch over init") : 0;
}

static int greet(struct box *box, char why[BOX_WHY])
{
	static const struct wire_note go = { .kind = WIRE_GO };
	int error = box->isolation == ISOLATION_FULL ? launch_map_ids(box->init, &box->user) : 0;

	if (error)
		return fail(why, error, "cannot map user ids into a user namespace");
	error = wire_tell(box->wire, &go, NULL, 0);
	if (!error)
		error = keeper_hear(box);
	if (error)
		snprintf(why, BOX_WHY, "cannot build the box (%.100s): %s",
			box->message.length ? box->message.payload : "init died", strerror(-error));
	else if (box->message.length <= FOLDER_PATH)
		memcpy(box->folder.path, box->message.payload, box->message.length);
	return error;
}

static int open_in(struct box **ret, enum isolation isolation, const struct box_options *options,
	char why[BOX_WHY])
{
	struct box *box = calloc(1, sizeof(*box));
	int error;

	if (!box)
		return fail(why, -ENOMEM, "cannot open a box");
	box->wire = -1;
	box->death = -1;
	box->timer = -1;
	box->user.lease = -1;
	box->group = (struct cgroup)CGROUP_NONE;
	box->isolation = isolation;
	box->limits = options->limits;
	take_defaults(&box->limits);
	box->opened_us = keeper_now_us();
	reaper_look();
	error = prepare(box, options, why);
	if (!error)
		error = give_birth(box, options, why);
	if (!error)
		error = greet(box, why);
	if (error)
		box_close(box);
	else
		*ret = box;
	return error;
}

/* What a mode lacked, behind what the better ones did. */
static void add_reason(char why[BOX_WHY], enum isolation isolation, const char *reason)
{
	size_t used = strlen(why);

	snprintf(why + used, BOX_WHY - used, "%s%s: %s", used ? "; " : "",
		isolation_name(isolation), reason);
}

int box_open(struct box **ret, const struct box_options *options, char why[BOX_WHY])
{
	enum isolation least =
		options->require > ISOLATION_PLAIN ? options->require : ISOLATION_PLAIN;
	char reason[BOX_WHY];
	int error = -EPERM;

	why[0] = '\0';
	for (int mode = ISOLATION_FULL; mode >= (int)least; mode--) {
		if (mode == ISOLATION_ROOT && geteuid() != 0)
			error = fail(reason, -EPERM, "only root makes namespaces in this way");
		else
			error = open_in(ret, (enum isolation)mode, options, reason);
		if (!error)
			return 0;
		add_reason(why, (enum isolation)mode, reason);
	}
	return error;
}

/*** closing ***/

/* Nobody is left in it, and nothing of it is anywhere but in its own namespaces. */
static bool is_bare(const struct box *box)
{
	return box->isolation == ISOLATION_FULL && box->empty && !box->grouped;
}

/* plain: init ends with the wire, once it has cleaned up; it is not to be killed before. */
static void end_init(struct box *box)
{
	if (box->wire >= 0)
		close(box->wire);
	if (box->init <= 0)
		return;
	/* Its death is the whole PID namespace's, and waitpid returns only after theirs. */
	if (box->isolation != ISOLATION_PLAIN)
		kill(box->init, SIGKILL);
	if (is_bare(box)) {
		reaper_take(box->init);
		return;
	}
	while (waitpid(box->init, NULL, 0) < 0 && errno == EINTR)
		;
}

void box_close(struct box *box)
{
	if (!box)
		return;
	end_init(box);
	/* Gone already, unless init could not do it. */
	if (box->folder.path[0])
		folder_remove(box->folder.path);
	cgroup_close(&box->group);
	if (box->grouped)
		warden_stop();
	user_release(&box->user);
	if (box->death >= 0)
		close(box->death);
	if (box->timer >= 0)
		close(box->timer);
	wire_close_fds(&box->message);
	filter_release(&box->filter);
	free(box->spins);
	free(box);
}
