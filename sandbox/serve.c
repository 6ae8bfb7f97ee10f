#include "sandbox/serve.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/census.h"
#include "sandbox/depot.h"
#include "sandbox/evidence.h"
#include "sandbox/network.h"
#include "sandbox/program.h"
#include "sandbox/tasks.h"

enum { PATH = 4096 };

void serve_answer(struct init *init, int number)
{
	init->out.kind = WIRE_DONE;
	init->out.number = number;
	wire_send(init->control, &init->out);
	wire_close_fds(&init->out);
	init->out.length = 0;
}

void serve_answer_fd(struct init *init, int fd)
{
	if (fd >= 0) {
		init->out.fds[0] = fd;
		init->out.fds_count = 1;
	}
	serve_answer(init, fd < 0 ? fd : 0);
}

/*** files ***/

/* The path that a question is about, as it is here; NULL when it is about none. */
static const char *asked_path(struct init *init)
{
	static char text[PATH];
	const char *path = wire_text(&init->in);

	return path ? folder_path(&init->folder, path, text, sizeof(text)) : NULL;
}

static void on_put(struct init *init)
{
	const char *path = asked_path(init);
	int error = -EINVAL;

	if (path && init->in.fds_count == 1)
		error = depot_put(path, init->in.fds[0], (mode_t)init->in.number);
	serve_answer(init, error);
}

static void on_get(struct init *init)
{
	const char *path = asked_path(init);

	serve_answer_fd(init, path ? depot_get(path) : -EINVAL);
}

static void on_list(struct init *init)
{
	const char *path = asked_path(init);
	ssize_t length = path ? depot_list(path, init->out.payload, WIRE_PAYLOAD) : -EINVAL;

	init->out.length = length < 0 ? 0 : (uint32_t)length;
	serve_answer(init, length < 0 ? (int)length : 0);
}

/*** programs ***/

/* Room for the words that plain translates. */
struct translation {
	char text[4 * WIRE_PAYLOAD];
	size_t used;
};

typedef const char *translate(
	const struct folder *folder, const char *word, char *text, size_t room);

static char *translated(
	struct translation *room, const struct folder *folder, translate *how, char *word)
{
	char *text = room->text + room->used;
	const char *result = how(folder, word, text, sizeof(room->text) - room->used);

	if (result != text)
		return word;
	room->used += strlen(text) + 1;
	return text;
}

/*
 * Paths of the box become paths of the private folder.  The program's own name
 * stays as it is: programs print it.
 */
static void translate_program(const struct folder *folder, struct program *program)
{
	static struct translation room;
	static char *file;

	room.used = 0;
	file = translated(&room, folder, folder_path, program->argv[0]);
	program->file = file;
	program->cwd = translated(&room, folder, folder_path, (char *)(uintptr_t)program->cwd);
	for (char **word = program->argv + 1; program->argv[0] && *word; word++)
		*word = translated(
			&room, folder, **word == '-' ? folder_variable : folder_path, *word);
	for (char **word = program->envp; *word; word++)
		*word = translated(&room, folder, folder_variable, *word);
}

static int raise_loopback(struct init *init)
{
	int error = network_raise_loopback();

	if (!error)
		milestone_reach(&init->looped);
	return error;
}

static int start(struct init *init, struct program *program)
{
	const struct init_options *options = &init->options;
	struct started started = { 0 };
	int error;

	program->limits = &options->limits;
	if (options->isolation != ISOLATION_PLAIN)
		program->beside = &init->beside;
	else if (!options->user.own)
		/* What else this user starts meanwhile must not make a program's fork fail. */
		program->others = user_tasks(getuid()) + options->limits.tasks + 256;
	translate_program(&init->folder, program);
	if (options->isolation == ISOLATION_FULL)
		program->network = &init->looped;
	nursery_ask(&init->nursery, program);
	/* Beside it, since it takes as long. */
	if (program->network && !init->looped.reached && raise_loopback(init) < 0)
		serve_end(init, 1);
	error = nursery_take(&init->nursery, &started.pid);
	/* Before the answer: from then on the keeper counts on nobody else holding these. */
	wire_close_fds(&init->in);
	started.session = started.pid;
	if (!error)
		init->started[init->started_count++] = started;
	return error ? error : started.pid;
}

static void on_start(struct init *init)
{
	static struct wire_words words;
	struct program program = { .argv = words.argv, .envp = words.envp };

	if (wire_take_start(&init->in, &words) < 0 || init->started_count == SERVE_PEERS) {
		serve_answer(init, -EINVAL);
		return;
	}
	program.cwd = words.cwd;
	memcpy(program.fds, init->in.fds, sizeof(program.fds));
	program.high = init->in.fds + 3;
	program.high_count = init->in.fds_count - 3;
	program.high_at = (int)words.high_at;
	serve_answer(init, start(init, &program));
}

/*** killing ***/

struct killing {
	int killed;
};

/* Any thread that lives: the leader may have ended before the others. */
static int kill_one(const struct task *task, void *data)
{
	struct killing *killing = data;

	if (task->tgid > 0 && task->state != 'Z' && task->state != 'X' &&
		kill(task->tgid, SIGKILL) == 0)
		killing->killed++;
	return 0;
}

static int stop_one(const struct task *task, void *data)
{
	struct killing *killing = data;

	if (task->tgid > 0 && task->state != 'T' && task->state != 'Z' && task->state != 'X' &&
		kill(task->tgid, SIGSTOP) == 0)
		killing->killed++;
	return 0;
}

/*
 * Whether all that kill(-1) reaches is the box's: a PID namespace, or an ID of
 * its own that init has taken already.  Anything else would be the whole host.
 */
static bool is_alone(const struct init *init)
{
	const struct user *user = &init->options.user;

	if (init->options.isolation != ISOLATION_PLAIN)
		return getpid() == 1;
	return user->own && user->uid != 0 && getuid() == user->uid && geteuid() == user->uid;
}

void serve_kill_all(struct init *init)
{
	/* Whoever forks meanwhile can only be outrun: stopped first, nobody forks any more. */
	enum { ROUNDS = 200 };
	struct killing killing = { 1 };

	if (is_alone(init)) {
		/* The kernel's own loop: nobody is missed, not even who is being forked. */
		kill(-1, SIGKILL);
		return;
	}
	for (int round = 0; round < ROUNDS && killing.killed > 0; round++) {
		killing.killed = 0;
		tasks_each(stop_one, &killing);
	}
	/* Whose parent dies under the walk is missed in it, and found in the next one. */
	killing.killed = 1;
	for (int round = 0; round < ROUNDS && killing.killed > 0; round++) {
		killing.killed = 0;
		tasks_each(kill_one, &killing);
	}
}

void serve_end(struct init *init, int status)
{
	/* Before it has a folder it has nobody and nothing. */
	if (init->options.isolation == ISOLATION_PLAIN && init->folder.path[0]) {
		do {
			serve_kill_all(init);
		} while (wait(NULL) > 0 || errno == EINTR);
		if (is_alone(init))
			census_clear();
		folder_remove(init->folder.path);
	}
	_exit(status);
}

static int signal_one(const struct task *task, void *data)
{
	if (task->tid == task->tgid)
		kill(task->tgid, *(const int *)data);
	return 0;
}

static void on_signal(struct init *init)
{
	pid_t pid = init->in.number;
	int number = (int)init->in.value;

	bool plain = init->options.isolation == ISOLATION_PLAIN;

	if (pid == -1 && number == SIGKILL) {
		serve_kill_all(init);
		serve_answer(init, 0);
	} else if (plain && pid == -1) {
		tasks_each(signal_one, &number);
		serve_answer(init, 0);
	} else if (pid == 0 || pid == 1 || (plain && pid < 0)) {
		serve_answer(init, -EINVAL);
	} else if (plain && !tasks_has(pid)) { /* somebody else's */
		serve_answer(init, -ESRCH);
	} else {
		serve_answer(init, kill(pid, number) < 0 ? -errno : 0);
	}
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
	{ WIRE_SAMPLE, evidence_sample },
	{ WIRE_CHILDREN, evidence_children },
	{ WIRE_WITNESS, evidence_witness },
	{ WIRE_SPINS, evidence_spins },
	{ WIRE_TIMERS, evidence_timers },
	{ WIRE_CENSUS, evidence_census },
};

void serve_question(struct init *init)
{
	int error = wire_receive(init->control, &init->in, 0);

	if (error)
		serve_end(init, 0);
	for (size_t i = 0; i < sizeof(handlers) / sizeof(*handlers); i++) {
		if (handlers[i].kind == init->in.kind) {
			handlers[i].run(init);
			wire_close_fds(&init->in);
			return;
		}
	}
	wire_close_fds(&init->in);
	serve_answer(init, -ENOSYS);
}
