#include "sandbox/serve.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/census.h"
#include "sandbox/depot.h"
#include "sandbox/program.h"
#include "sandbox/spins.h"
#include "sandbox/tasks.h"
#include "sandbox/timers.h"
#include "sandbox/witness.h"

enum { CHILDREN = 256, PATH = 4096 };

void serve_answer(struct init *init, int number)
{
	init->out.kind = WIRE_DONE;
	init->out.number = number;
	wire_send(init->control, &init->out);
	wire_close_fds(&init->out);
	init->out.length = 0;
}

static void answer_fd(struct init *init, int fd)
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

	answer_fd(init, path ? depot_get(path) : -EINVAL);
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

static int start(struct init *init, struct program *program)
{
	const struct init_options *options = &init->options;
	struct started started = { .listener = -1 };
	int error;

	program->filter = options->filter;
	program->limits = &options->limits;
	if (options->isolation != ISOLATION_PLAIN) {
		program->beside = &init->beside;
	} else {
		program->fence = &init->fence;
		/* What else this user starts meanwhile must not make a program's fork fail. */
		program->others =
			options->user.own ? 0 : user_tasks(getuid()) + options->limits.tasks + 256;
	}
	translate_program(&init->folder, program);
	error = program_start(program, &started.pid, &started.listener);
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

/*** evidence ***/

static struct tasks_question sample_question(const struct init *init, bool progress)
{
	return (struct tasks_question){
		.reaped_us = init->reaped_us,
		.acts = init->acts,
		.handlers_tell = !init->options.tool,
		.progress = progress,
		.memory_limit_kib = (uint64_t)init->options.limits.memory_mib << 10,
		.segments = init->options.isolation != ISOLATION_PLAIN || init->options.user.own,
	};
}

static void on_sample(struct init *init)
{
	struct tasks_question question = sample_question(init, init->in.value != 0);
	struct wire_sample sample;

	tasks_sample(&question, &sample);
	memcpy(init->out.payload, &sample, sizeof(sample));
	init->out.length = sizeof(sample);
	serve_answer(init, 0);
}

static void on_children(struct init *init)
{
	pid_t children[CHILDREN];
	size_t count = tasks_children(init->in.number, children, CHILDREN);

	memcpy(init->out.payload, children, count * sizeof(pid_t));
	init->out.length = (uint32_t)(count * sizeof(pid_t));
	serve_answer(init, (int)count);
}

static void write_witness(const struct init *init, int fd)
{
	witness_write(fd, &init->folder, init->in.value != 0);
}

static void write_spins(const struct init *init, int fd)
{
	spins_write(fd, &init->folder);
}

/* A process of its own: it reads what the student's linker wrote. 0 or a negative errno. */
static int look(struct init *init, int fd, void (*write_it)(const struct init *init, int fd))
{
	pid_t pid = fork();

	if (pid == 0) {
		struct rlimit cpu = { 5, 5 };

		setrlimit(RLIMIT_CPU, &cpu);
		write_it(init, fd);
		_exit(0);
	}
	if (pid < 0)
		return -errno;
	waitpid(pid, NULL, 0);
	return 0;
}

static void on_witness(struct init *init)
{
	int fd = memfd_create("witness", MFD_CLOEXEC);
	int error = fd < 0 ? -errno : look(init, fd, write_witness);

	if (error && fd >= 0)
		close(fd);
	answer_fd(init, error ? error : fd);
}

static void on_spins(struct init *init)
{
	int fd = memfd_create("spins", MFD_CLOEXEC);
	/* Of a tool's own code nobody can tell what it does for the program. */
	int error = fd < 0 ? -errno : init->options.tool ? -ENOTSUP : look(init, fd, write_spins);

	/* They are stopped where they spin: now who waits and who holds what can be seen too. */
	init->in.value = 1;
	if (!error)
		error = look(init, fd, write_witness);
	if (error && fd >= 0)
		close(fd);
	answer_fd(init, error ? error : fd);
}

/* Whether a program waits for the answer to a denied call: it looks blocked, and is not. */
static bool someone_asks(const struct init *init)
{
	struct pollfd polled[SERVE_PEERS];

	for (size_t i = 0; i < init->started_count; i++)
		polled[i] = (struct pollfd){ init->started[i].listener, POLLIN, 0 };
	return poll(polled, init->started_count, 0) > 0;
}

static void on_timers(struct init *init)
{
	struct tasks_question question = sample_question(init, false);
	/* A tool catches every signal, so that each of its processes may have an alarm. */
	struct timers timers = timers_ask(&question, init->in.value != 0 || init->options.tool);

	if (someone_asks(init))
		timers.state = TIMERS_MOVED;
	memcpy(init->out.payload, &timers.until_us, sizeof(timers.until_us));
	init->out.length = sizeof(timers.until_us);
	serve_answer(init, timers.state);
}

static enum census_objects objects_of(const struct init_options *options)
{
	if (options->isolation != ISOLATION_PLAIN)
		return CENSUS_ALL;
	return options->user.own ? CENSUS_OWN : CENSUS_UNKNOWN;
}

static void on_census(struct init *init)
{
	int fd = memfd_create("census", MFD_CLOEXEC);

	if (fd >= 0)
		census_write(fd, objects_of(&init->options), &init->folder);
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
	{ WIRE_SPINS, on_spins },
	{ WIRE_TIMERS, on_timers },
	{ WIRE_CENSUS, on_census },
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
