#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/scenario/stage.h"

/*** starting ***/

static void add_word(const char ***words, size_t *count, const char *word)
{
	*words = xreallocarray(*words, *count + 2, sizeof(**words));
	(*words)[(*count)++] = word;
	(*words)[*count] = NULL;
}

static const char **make_argv(const char *name, const struct peer_options *options)
{
	const char **argv = NULL;
	size_t count = 0;
	char *rest = options->arguments ? xstrdup(options->arguments) : NULL;
	char *word;

	add_word(&argv, &count, scenario_text("/box/%s", name));
	for (const char *const *arg = options->args; arg && *arg; arg++)
		add_word(&argv, &count, xstrdup(*arg));
	while ((word = strsep(&rest, " ")))
		if (*word)
			add_word(&argv, &count, word);
	return argv;
}

static unsigned long inode(int fd)
{
	struct stat status;

	return fd >= 0 && fstat(fd, &status) == 0 ? status.st_ino : 0;
}

static int open_input(struct peer *peer, const struct peer_options *options)
{
	int end;

	if (options->input == PEER_NULL) {
		peer->input.fd = -1;
		end = open("/dev/null", O_RDONLY | O_CLOEXEC);
		stage_check(end < 0 ? -errno : 0, "/dev/null");
		return end;
	}
	stage_check(stream_pipe_in(&peer->input, &end), "cannot make a pipe");
	if (options->input == PEER_BYTES) {
		const void *bytes = options->bytes ? options->bytes : options->text;

		stage_check(feed_add(&peer->input, bytes,
				    options->bytes ? options->length : strlen(options->text)),
			"cannot feed a peer");
		peer->input.close_at_end = true;
	}
	return end;
}

static int open_output(struct peer *peer, const struct peer_options *options)
{
	size_t cap = stage.request.box.limits.output_kib;
	int end;

	if (options->output_to) {
		peer->output.fd = -1;
		return steal_fd(&options->output_to->input.fd);
	}
	stage_check(stream_pipe_out(&peer->output, (cap ? cap : 65536) << 10, &end),
		"cannot make a pipe");
	peer->output.paused = options->unread;
	if (options->output_closed) {
		close(peer->output.fd);
		peer->output.fd = -1;
	}
	return end;
}

static void watch(struct peer *peer)
{
	stage_check(box_watch_feed(peer->box, &peer->input), "too many peers");
	stage_check(box_watch_capture(peer->box, &peer->output), "too many peers");
	stage_check(box_watch_capture(peer->box, &peer->errors), "too many peers");
}

struct peer *peer_start_in(struct box *box, const char *name, const struct peer_options *options)
{
	enum { ERRORS_CAP = 1 << 20 };
	struct peer *peer = scenario_memory(sizeof(*peer));
	const char **argv = make_argv(name, options);
	struct box_program start;
	int fds[3], error;

	if (stage.peers_count == STAGE_PEERS)
		stage_broken("more than %d peers in one scenario", STAGE_PEERS);
	*peer = (struct peer){ .name = xstrdup(name), .program = options->program, .box = box };
	peer->argv = argv;
	fds[0] = open_input(peer, options);
	fds[1] = open_output(peer, options);
	stage_check(stream_pipe_out(&peer->errors, ERRORS_CAP, &fds[2]), "cannot make a pipe");
	peer->input_inode = options->input == PEER_NULL ? 0 : inode(fds[0]);
	peer->output_inode = inode(fds[1]);
	peer->errors_inode = inode(fds[2]);
	start = (struct box_program){
		.argv = argv,
		.envp = options->environment,
		.fds = { fds[0], fds[1], fds[2] },
	};
	if (stage.request.tool && options->program == PEER_STUDENT)
		tool_prepare(box, &start);
	error = box_start(box, &start, &peer->in_box);
	for (int i = 0; i < 3; i++)
		close(fds[i]);
	stage_check(error, "cannot start a program");
	watch(peer);
	stage.peers[stage.peers_count++] = peer;
	return peer;
}

struct peer *peer_start_(const char *name, struct peer_options options)
{
	if (options.program == PEER_REFERENCE && !stage.box)
		stage_broken("a scenario's first peer must be the submission's");
	return peer_start_in(stage_box(), name, &options);
}

void peer_release(struct peer *peer)
{
	feed_release(&peer->input);
	capture_release(&peer->output);
	capture_release(&peer->errors);
}

/*** acting ***/

void peer_say_bytes(struct peer *peer, const void *bytes, size_t length)
{
	stage_check(feed_add(&peer->input, bytes, length), "cannot feed a peer");
	box_pump(peer->box, 0);
}

void peer_say(struct peer *peer, const char *text)
{
	peer_say_bytes(peer, text, strlen(text));
}

void peer_close_input(struct peer *peer)
{
	peer->input.close_at_end = true;
	box_pump(peer->box, 0);
}

void peer_close_output(struct peer *peer)
{
	if (peer->output.fd >= 0)
		close(peer->output.fd);
	peer->output.fd = -1;
}

void peer_read_on(struct peer *peer)
{
	peer->output.paused = false;
}

static void signal_process(struct peer *peer, pid_t pid, int signal)
{
	int error = box_signal(peer->box, pid, signal);

	/* One that has ended in the meantime is as a signal would have left it. */
	if (error && error != -ESRCH)
		stage_check(error, "cannot send a signal");
}

void peer_signal(struct peer *peer, int signal)
{
	if (peer->in_box->outcome.kind == OUTCOME_RUNNING)
		signal_process(peer, peer->in_box->pid, signal);
}

void peer_kill(struct peer *peer)
{
	peer_signal(peer, SIGKILL);
}

void peer_stop(struct peer *peer)
{
	peer_signal(peer, SIGSTOP);
}

void peer_continue(struct peer *peer)
{
	peer_signal(peer, SIGCONT);
}

enum { MOST_CHILDREN = 256 };

static size_t children(struct peer *peer, pid_t list[MOST_CHILDREN])
{
	ssize_t count;

	stage_settle(peer->box);
	if (peer->in_box->outcome.kind != OUTCOME_RUNNING)
		return 0;
	count = box_children(peer->box, peer->in_box->pid, list, MOST_CHILDREN);
	stage_check((int)count, "cannot list a peer's children");
	return (size_t)count;
}

size_t peer_children(struct peer *peer)
{
	pid_t list[MOST_CHILDREN];

	return children(peer, list);
}

void peer_signal_child(struct peer *peer, size_t index, int signal)
{
	pid_t list[MOST_CHILDREN];
	size_t count = children(peer, list);

	if (index >= count)
		expect_that(false, scenario_text("child processes of %s", peer->name),
			scenario_text("at least %zu", index + 1), scenario_text("%zu", count));
	else
		signal_process(peer, list[index], signal);
}

const char *peer_output(struct peer *peer, size_t *ret_length)
{
	if (ret_length)
		*ret_length = peer->output.length;
	return peer->output.length ? peer->output.bytes : "";
}

const char *peer_errors(struct peer *peer, size_t *ret_length)
{
	if (ret_length)
		*ret_length = peer->errors.length;
	return peer->errors.length ? peer->errors.bytes : "";
}

void settle(void)
{
	if (stage.box)
		stage_settle(stage.box);
}
