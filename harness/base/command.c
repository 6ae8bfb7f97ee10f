#include "harness/base/command.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"

/* The output on its way into the caller's buffer. */
struct keep {
	struct buf *into; /* NULL: all is dropped */
	size_t left; /* bytes that still fit under the cap */
	size_t dropped;
};

#define cleanup_actions __attribute__((cleanup(actions_destroy)))
#define cleanup_attributes __attribute__((cleanup(attributes_destroy)))

static void actions_destroy(posix_spawn_file_actions_t *actions)
{
	posix_spawn_file_actions_destroy(actions);
}

static void attributes_destroy(posix_spawnattr_t *attributes)
{
	posix_spawnattr_destroy(attributes);
}

/*
 * Moves *fd above stderr: where our own 0, 1 or 2 is closed, a fresh descriptor
 * lands there and would be overwritten by the child's own redirections.
 */
static int above_stderr(int *fd)
{
	int moved;

	if (*fd > STDERR_FILENO)
		return 0;
	moved = fcntl(*fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (moved < 0)
		return -errno;
	close(*fd);
	*fd = moved;
	return 0;
}

/* A file in memory instead of a pipe: no SIGPIPE for us, and no deadlock of two full pipes. */
static int open_input(const struct command *command, int *ret)
{
	cleanup_close int fd = command->input ? memfd_create("stdin", MFD_CLOEXEC)
					      : open("/dev/null", O_RDONLY | O_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return -errno;
	if (command->input)
		error = file_write_fd(fd, command->input, command->input_length);
	if (!error && command->input && lseek(fd, 0, SEEK_SET) < 0)
		error = -errno;
	if (!error)
		error = above_stderr(&fd);
	if (!error)
		*ret = steal_fd(&fd);
	return error;
}

static int open_output(int *ret_read, int *ret_write)
{
	int ends[2];
	int error;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	error = above_stderr(&ends[0]);
	if (!error)
		error = above_stderr(&ends[1]);
	if (error) {
		close(ends[0]);
		close(ends[1]);
		return error;
	}
	*ret_read = ends[0];
	*ret_write = ends[1];
	return 0;
}

static size_t count(const char *const *list)
{
	size_t n = 0;

	while (list && list[n])
		n++;
	return n;
}

/* The same pointers as posix_spawn(3) wants to see them: it promises not to write through them. */
static char **without_const(const char *const *list)
{
	size_t n = count(list);
	char **copy = xcalloc(n + 1, sizeof(*copy));

	if (n)
		memcpy(copy, list, n * sizeof(*copy));
	return copy;
}

static bool same_variable(const char *a, const char *b)
{
	size_t length = strcspn(a, "=");

	return length == strcspn(b, "=") && strncmp(a, b, length) == 0;
}

static char **environment(const char *const *extra)
{
	size_t extras = count(extra);
	size_t kept = 0;
	char **all;

	while (environ && environ[kept])
		kept++;
	all = xcalloc(kept + extras + 1, sizeof(*all));
	kept = 0;
	for (char **ours = environ; ours && *ours; ours++) {
		size_t i = 0;

		while (i < extras && !same_variable(*ours, extra[i]))
			i++;
		if (i == extras)
			all[kept++] = *ours;
	}
	if (extras)
		memcpy(all + kept, extra, extras * sizeof(*all));
	return all;
}

static int set_actions(posix_spawn_file_actions_t *actions, const char *dir, int input, int output)
{
	int error = posix_spawn_file_actions_adddup2(actions, input, STDIN_FILENO);

	if (!error)
		error = posix_spawn_file_actions_adddup2(actions, output, STDOUT_FILENO);
	if (!error)
		error = posix_spawn_file_actions_adddup2(actions, output, STDERR_FILENO);
	/* Ours are all close-on-exec; those of a library or of whoever started us may not be. */
	if (!error)
		error = posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
	if (!error && dir)
		error = posix_spawn_file_actions_addchdir_np(actions, dir);
	return -error;
}

/* An ignored SIGPIPE and a blocked SIGTERM survive exec(2) and change what programs do. */
static int set_attributes(posix_spawnattr_t *attributes)
{
	sigset_t none, all;
	int error;

	sigemptyset(&none);
	sigfillset(&all);
	error = posix_spawnattr_setsigmask(attributes, &none);
	if (!error)
		error = posix_spawnattr_setsigdefault(attributes, &all);
	if (!error)
		error = posix_spawnattr_setflags(
			attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	return -error;
}

static int start(const struct command *command, int input, int output, pid_t *ret)
{
	cleanup_free char **argv = without_const(command->argv);
	cleanup_free char **env = environment(command->env);
	cleanup_actions posix_spawn_file_actions_t actions;
	cleanup_attributes posix_spawnattr_t attributes;
	int error;

	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	error = set_actions(&actions, command->dir, input, output);
	if (!error)
		error = set_attributes(&attributes);
	if (!error)
		error = -posix_spawnp(ret, argv[0], &actions, &attributes, argv, env);
	return error;
}

/* Reads once, at most `most` bytes; how many came, 0 at the end of file. */
static size_t take(int fd, size_t most, struct keep *keep)
{
	char chunk[16384];
	size_t room = most < sizeof(chunk) ? most : sizeof(chunk);
	ssize_t got;
	size_t kept;

	do
		got = read(fd, chunk, room);
	while (got < 0 && errno == EINTR);
	if (got <= 0)
		return 0;
	kept = (size_t)got < keep->left ? (size_t)got : keep->left;
	if (keep->into)
		buf_add(keep->into, chunk, kept);
	keep->left -= kept;
	keep->dropped += (size_t)got - kept;
	return (size_t)got;
}

/* What lies in the pipe now and no more: a child that was left behind may write for ever. */
static void take_rest(int fd, struct keep *keep)
{
	int waiting = 0;

	if (ioctl(fd, FIONREAD, &waiting) < 0)
		return;
	for (size_t left = (size_t)waiting, got = 1; left && got; left -= got)
		got = take(fd, left, keep);
}

/* Until the program has ended, or nobody can write any more. */
static void pump(int output, pid_t child, struct keep *keep)
{
	/* Before Linux 5.3 there is none; -1 makes poll(2) leave it out, and end of file decides.
	 */
	cleanup_close int ended = pidfd_open(child, 0);
	struct pollfd watch[] = {
		{ .fd = output, .events = POLLIN },
		{ .fd = ended, .events = POLLIN },
	};

	for (;;) {
		if (poll(watch, 2, -1) < 0) {
			if (errno == EINTR)
				continue;
			die("cannot wait for a program's output: %s", strerror(errno));
		}
		if (watch[1].revents) {
			take_rest(output, keep);
			return;
		}
		if (watch[0].revents && take(output, SIZE_MAX, keep) == 0)
			return;
	}
}

static int reap(pid_t child, int *ret_status)
{
	while (waitpid(child, ret_status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return 0;
}

int command_run(const struct command *command, struct buf *output, int *ret_status)
{
	struct keep keep = { .into = output, .left = command->cap ? command->cap : COMMAND_CAP };
	cleanup_close int input = -1, readable = -1, writable = -1;
	int error = open_input(command, &input);
	pid_t child;

	if (!error)
		error = open_output(&readable, &writable);
	if (!error)
		error = start(command, input, writable, &child);
	if (error)
		return error;
	/* Ours would keep end of file from ever coming. */
	close(steal_fd(&writable));
	pump(readable, child, &keep);
	if (output && keep.dropped)
		buf_printf(output, "\n… (%zu bytes more)\n", keep.dropped);
	return reap(child, ret_status);
}
