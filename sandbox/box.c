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
#include "sandbox/root.h"
#include "sandbox/wire.h"

/* The ordinary user of the host that a box of root's runs as; nobody else uses it. */
enum { HOST_UID = 65533, HOST_GID = 65533 };

enum { FEEDS = 16, CAPTURES = 32 };

struct box {
	int wire;
	pid_t init;
	struct limits limits;
	struct filter filter;
	struct box_peer peers[BOX_PEERS];
	size_t peers_count;
	struct feed *feeds[FEEDS];
	size_t feeds_count;
	struct capture *captures[CAPTURES];
	size_t captures_count;
	struct outcome over; /* why we ended it; RUNNING: we did not */
	struct box_figures figures;
	int64_t opened_us;
	int64_t idle_us;
	struct wire_message message; /* the last answer */
};

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

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

static int ask(struct box *box, const struct wire_message *question);

static int greet(struct box *box, char why[BOX_WHY])
{
	int error = map_ids(box->init);

	if (error) {
		snprintf(why, BOX_WHY, "cannot map user ids into a user namespace: %s",
			strerror(-error));
		return error;
	}
	error = ask(box, &(struct wire_message){ .kind = WIRE_GO });
	if (error)
		snprintf(why, BOX_WHY, "cannot build the box (%.100s): %s",
			box->message.length ? box->message.payload : "init died",
			strerror(-error));
	return error;
}

int box_open(struct box **ret, const struct box_options *options, char why[BOX_WHY])
{
	struct box *box = calloc(1, sizeof(*box));
	struct init_options init = { .limits = options->limits };
	int wire[2];
	int error;

	if (!box)
		return -ENOMEM;
	box->wire = -1;
	take_defaults(&init.limits);
	box->limits = init.limits;
	box->opened_us = now_us();
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

/*** the wire ***/

static struct box_peer *find_peer(struct box *box, pid_t pid)
{
	for (size_t i = 0; i < box->peers_count; i++)
		if (box->peers[i].pid == pid && box->peers[i].outcome.kind == OUTCOME_RUNNING)
			return &box->peers[i];
	return NULL;
}

static struct outcome outcome_of(const struct box *box, int status, int64_t cpu_us)
{
	if (WIFEXITED(status))
		return (struct outcome){ OUTCOME_EXITED, WEXITSTATUS(status) };
	if (box->over.kind != OUTCOME_RUNNING && WTERMSIG(status) == SIGKILL)
		return box->over;
	/* The kernel's own limit, should our samples come late. */
	if ((WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL) &&
		cpu_us > (int64_t)box->limits.cpu_ms * 1000)
		return (struct outcome){ OUTCOME_CPU_LIMIT, (int)box->limits.cpu_ms };
	return (struct outcome){ OUTCOME_SIGNALLED, WTERMSIG(status) };
}

static void take_event(struct box *box, const struct wire_message *event)
{
	struct wire_ended ended = { .orphan = 0 };
	struct box_peer *peer;

	if (event->kind == WIRE_DENIED && box->figures.denials_count < BOX_DENIALS)
		box->figures.denials[box->figures.denials_count++] = (int)event->value;
	if (event->kind != WIRE_ENDED || event->length != sizeof(ended))
		return;
	memcpy(&ended, event->payload, sizeof(ended));
	peer = find_peer(box, event->number);
	if (peer) {
		peer->outcome = outcome_of(box, (int)event->value, ended.cpu_us);
		peer->cpu_us = ended.cpu_us;
	} else if (box->over.kind == OUTCOME_RUNNING) {
		box->figures.orphans++;
	}
}

/* Waits for the answer to a question, taking events meanwhile. The answer's number. */
static int hear(struct box *box)
{
	for (;;) {
		int error;

		wire_close_fds(&box->message);
		error = wire_receive(box->wire, &box->message, 0);
		if (error) {
			box->message.length = 0;
			return error;
		}
		if (box->message.kind == WIRE_DONE)
			return box->message.number;
		take_event(box, &box->message);
	}
}

static int ask(struct box *box, const struct wire_message *question)
{
	int error = wire_send(box->wire, question);

	return error ? error : hear(box);
}

static int ask_about(struct box *box, enum wire_kind kind, const char *path)
{
	struct wire_message *question = &box->message;
	size_t length = strlen(path) + 1;

	if (length > WIRE_PAYLOAD)
		return -ENAMETOOLONG;
	wire_close_fds(question);
	question->kind = kind;
	question->length = (uint32_t)length;
	memcpy(question->payload, path, length);
	return ask(box, question);
}

/*** files ***/

int box_put(struct box *box, const char *path, int fd, mode_t mode)
{
	struct wire_message question = {
		.kind = WIRE_PUT,
		.number = (int)mode,
		.fds = { fd },
		.fds_count = 1,
		.length = (uint32_t)strlen(path) + 1,
	};

	if (question.length > WIRE_PAYLOAD)
		return -ENAMETOOLONG;
	memcpy(question.payload, path, question.length);
	return ask(box, &question);
}

int box_put_file(struct box *box, const char *path, const char *host_path, mode_t mode)
{
	int fd = open(host_path, O_RDONLY | O_CLOEXEC);
	int error;

	if (fd < 0)
		return -errno;
	error = box_put(box, path, fd, mode);
	close(fd);
	return error;
}

/* Takes the one descriptor that an answer brought. */
static int taken_fd(struct box *box)
{
	if (box->message.fds_count == 0)
		return -EBADMSG;
	return box->message.fds[--box->message.fds_count];
}

int box_get(struct box *box, const char *path)
{
	int error = ask_about(box, WIRE_GET, path);

	return error < 0 ? error : taken_fd(box);
}

int box_list(struct box *box, const char *path, char **ret_names, size_t *ret_length)
{
	int error = ask_about(box, WIRE_LIST, path);

	if (error < 0)
		return error;
	*ret_names = malloc(box->message.length + 1);
	if (!*ret_names)
		return -ENOMEM;
	memcpy(*ret_names, box->message.payload, box->message.length);
	(*ret_names)[box->message.length] = '\0';
	*ret_length = box->message.length;
	return 0;
}

/*** programs ***/

static const char *const standard_environment[] = {
	"PATH=/usr/bin:/bin", "HOME=" ROOT_WORK, "USER=student", "LOGNAME=student", "SHELL=/bin/sh",
	"LANG=C", "LC_ALL=C", "TMPDIR=/tmp", NULL,
};

/* Packs strings behind each other; false when the message is full. */
static bool pack(struct wire_message *message, const char *const *strings, uint32_t *count)
{
	for (size_t i = 0; strings && strings[i]; i++) {
		size_t length = strlen(strings[i]) + 1;

		if (length > WIRE_PAYLOAD - message->length)
			return false;
		memcpy(message->payload + message->length, strings[i], length);
		message->length += (uint32_t)length;
		(*count)++;
	}
	return true;
}

int box_start(struct box *box, const struct box_program *program, struct box_peer **ret)
{
	const char *cwd[] = { program->cwd ? program->cwd : ROOT_WORK, NULL };
	struct wire_message *question = &box->message;
	struct wire_start head = { 0 };
	struct box_peer *peer;
	uint32_t one = 0;
	int pid;

	if (box->peers_count == BOX_PEERS)
		return -ENOSPC;
	wire_close_fds(question);
	question->kind = WIRE_START;
	question->length = sizeof(head);
	if (!pack(question, program->argv, &head.argc) ||
		!pack(question, standard_environment, &head.envc) ||
		!pack(question, program->envp, &head.envc) || !pack(question, cwd, &one))
		return -E2BIG;
	memcpy(question->payload, &head, sizeof(head));
	memcpy(question->fds, program->fds, sizeof(program->fds));
	question->fds_count = 3;
	/* The descriptors are the caller's: they must not be closed as if we had received them. */
	pid = wire_send(box->wire, question);
	question->fds_count = 0;
	if (pid == 0)
		pid = hear(box);
	if (pid == -EPIPE || pid == -EINVAL || pid == -EBADMSG)
		return pid;
	peer = &box->peers[box->peers_count++];
	*peer = (struct box_peer){ .pid = pid };
	if (pid < 0)
		peer->outcome = (struct outcome){ OUTCOME_NOT_STARTED, -pid };
	*ret = peer;
	return 0;
}

int box_signal(struct box *box, pid_t pid, int signal)
{
	return ask(box,
		&(struct wire_message){ .kind = WIRE_SIGNAL, .number = pid, .value = signal });
}

ssize_t box_children(struct box *box, pid_t pid, pid_t *ret, size_t room)
{
	int count = ask(box, &(struct wire_message){ .kind = WIRE_CHILDREN, .number = pid });

	if (count < 0)
		return count;
	if ((size_t)count * sizeof(pid_t) != box->message.length)
		return -EBADMSG;
	if ((size_t)count > room)
		count = (int)room;
	memcpy(ret, box->message.payload, (size_t)count * sizeof(pid_t));
	return count;
}

/*** pumping ***/

int box_watch_feed(struct box *box, struct feed *feed)
{
	if (box->feeds_count == FEEDS)
		return -ENOSPC;
	box->feeds[box->feeds_count++] = feed;
	return 0;
}

int box_watch_capture(struct box *box, struct capture *capture)
{
	if (box->captures_count == CAPTURES)
		return -ENOSPC;
	box->captures[box->captures_count++] = capture;
	return 0;
}

static void wait_for_any(struct box *box, int64_t wait_us)
{
	struct pollfd polled[1 + FEEDS + CAPTURES] = { { .fd = box->wire, .events = POLLIN } };
	struct timespec timeout = { wait_us / 1000000, wait_us % 1000000 * 1000 };
	nfds_t count = 1;

	for (size_t i = 0; i < box->feeds_count; i++)
		if (feed_pending(box->feeds[i]))
			polled[count++] = (struct pollfd){ box->feeds[i]->fd, POLLOUT, 0 };
	for (size_t i = 0; i < box->captures_count; i++)
		if (box->captures[i]->fd >= 0 && !box->captures[i]->paused)
			polled[count++] = (struct pollfd){ box->captures[i]->fd, POLLIN, 0 };
	ppoll(polled, count, &timeout, NULL);
}

static int take_events(struct box *box)
{
	int moved = 0;

	for (;;) {
		int error;

		wire_close_fds(&box->message);
		error = wire_receive(box->wire, &box->message, MSG_DONTWAIT);
		if (error == -EAGAIN)
			return moved;
		if (error)
			return error;
		take_event(box, &box->message);
		moved = 1;
	}
}

int box_pump(struct box *box, int64_t wait_us)
{
	int moved;

	if (wait_us > 0)
		wait_for_any(box, wait_us);
	moved = take_events(box);
	if (moved < 0)
		return moved;
	for (size_t i = 0; i < box->feeds_count; i++)
		moved |= feed_move(box->feeds[i]);
	for (size_t i = 0; i < box->captures_count; i++)
		moved |= capture_move(box->captures[i]);
	return moved;
}

/*** settling ***/

static int sample(struct box *box, struct wire_sample *ret)
{
	int error = ask(box, &(struct wire_message){ .kind = WIRE_SAMPLE });

	if (error)
		return error;
	if (box->message.length != sizeof(*ret))
		return -EBADMSG;
	memcpy(ret, box->message.payload, sizeof(*ret));
	box->figures.tasks = ret->tasks;
	if (ret->cpu_us > box->figures.cpu_us)
		box->figures.cpu_us = ret->cpu_us;
	return 0;
}

static bool output_is_over(const struct box *box)
{
	for (size_t i = 0; i < box->captures_count; i++)
		if (box->captures[i]->over)
			return true;
	return false;
}

/* The limit that is passed, RUNNING for none. */
static struct outcome passed_limit(const struct box *box, const struct wire_sample *now)
{
	const struct limits *l = &box->limits;
	const struct {
		bool passed;
		struct outcome outcome;
	} checks[] = {
		{ output_is_over(box), { OUTCOME_OUTPUT_LIMIT, (int)l->output_kib } },
		{ now->memory_kib > (uint64_t)l->memory_mib << 10,
			{ OUTCOME_MEMORY_LIMIT, (int)l->memory_mib } },
		{ now->tasks >= l->tasks, { OUTCOME_PROCESS_LIMIT, (int)l->tasks } },
		{ now->cpu_us > (int64_t)l->cpu_ms * 1000, { OUTCOME_CPU_LIMIT, (int)l->cpu_ms } },
		{ box->idle_us > (int64_t)l->idle_ms * 1000,
			{ OUTCOME_WALL_LIMIT, (int)l->idle_ms } },
		{ now_us() - box->opened_us > (int64_t)l->wall_ms * 1000,
			{ OUTCOME_WALL_LIMIT, (int)l->wall_ms } },
	};

	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++)
		if (checks[i].passed)
			return checks[i].outcome;
	return (struct outcome){ OUTCOME_RUNNING, 0 };
}

int box_condemn(struct box *box, struct outcome outcome)
{
	int error;

	if (box->over.kind == OUTCOME_RUNNING)
		box->over = outcome;
	box->figures.ended_by_us = true;
	/* A stopped task dies of SIGKILL as well, but let none be told apart by luck. */
	box_signal(box, -1, SIGCONT);
	error = box_signal(box, -1, SIGKILL);
	return error == -ESRCH ? 0 : error;
}

static bool peers_ended(const struct box *box)
{
	for (size_t i = 0; i < box->peers_count; i++)
		if (box->peers[i].outcome.kind == OUTCOME_RUNNING)
			return false;
	return true;
}

/* From a pause after which nothing had moved to the next one; bounded, so that limits hold. */
static int64_t longer(int64_t pause_us)
{
	enum { SHORTEST = 100, LONGEST = 5000 };

	if (pause_us == 0)
		return SHORTEST;
	return pause_us * 2 < LONGEST ? pause_us * 2 : LONGEST;
}

int box_settle(struct box *box, enum box_rest *ret)
{
	struct wire_sample before = { .busy = 1 };
	int64_t pause_us = 0;
	int64_t before_us = now_us();

	for (;;) {
		struct wire_sample now;
		struct outcome limit;
		bool same;
		int moved = box_pump(box, pause_us);
		int error = moved < 0 ? moved : sample(box, &now);

		if (error)
			return error;
		moved |= box_pump(box, 0);
		if (moved < 0)
			return moved;
		same = !moved && now.signature == before.signature;
		if (same && now.busy == 0 && now.timed > 0)
			box->idle_us += now_us() - before_us;
		before_us = now_us();
		limit = passed_limit(box, &now);
		if (limit.kind != OUTCOME_RUNNING && box->over.kind == OUTCOME_RUNNING) {
			error = box_condemn(box, limit);
			if (error)
				return error;
		}
		if (now.tasks == 0 && !moved && peers_ended(box)) {
			*ret = BOX_EMPTY;
			return 0;
		}
		/* Once every peer has ended, what only sleeps on is left over, and not waited for. */
		if (same && now.tasks > 0 && now.busy == 0 && (now.timed == 0 || peers_ended(box)) &&
			box->over.kind == OUTCOME_RUNNING) {
			*ret = BOX_SETTLED;
			return 0;
		}
		/* The second sample of two follows at once; a busy box gets longer pauses. */
		pause_us = moved || (now.busy == 0 && now.timed == 0) ? 0 : longer(pause_us);
		before = now;
	}
}

/*** evidence ***/

static int read_text(int fd, char **ret_text)
{
	enum { MOST = 4 << 20 };
	struct stat status;
	char *text;

	if (fd < 0)
		return fd;
	if (fstat(fd, &status) < 0 || status.st_size > MOST) {
		close(fd);
		return -EFBIG;
	}
	text = calloc(1, (size_t)status.st_size + 1);
	if (text && pread(fd, text, (size_t)status.st_size, 0) != status.st_size)
		text[0] = '\0';
	close(fd);
	if (!text)
		return -ENOMEM;
	*ret_text = text;
	return 0;
}

int box_witness(struct box *box, char **ret_text)
{
	int error = ask(box, &(struct wire_message){ .kind = WIRE_WITNESS });

	return error ? error : read_text(taken_fd(box), ret_text);
}

int box_census(struct box *box, char **ret_text)
{
	int error = ask(box, &(struct wire_message){ .kind = WIRE_CENSUS });

	return error ? error : read_text(taken_fd(box), ret_text);
}

void box_figures(const struct box *box, struct box_figures *ret)
{
	*ret = box->figures;
	ret->wall_us = now_us() - box->opened_us;
}
