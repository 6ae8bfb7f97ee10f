/*
 * What the keeper asks init, and what init tells unasked.
 */
#include <errno.h>
#include <stdio.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/keeper.h"
#include "sandbox/root.h"

/*** the wire ***/

static struct box_peer *find_peer(struct box *box, pid_t pid)
{
	for (size_t i = 0; i < box->peers_count; i++)
		if (box->peers[i].pid == pid && box->peers[i].outcome.kind == OUTCOME_RUNNING)
			return &box->peers[i];
	return NULL;
}

struct outcome keeper_group_says(struct box *box)
{
	const struct limits *limits = &box->limits;
	struct cgroup_events events;

	if (cgroup_events(&box->group, &events) < 0)
		return (struct outcome){ OUTCOME_RUNNING, 0 };
	box->starved |= events.starved;
	if (events.memory)
		return (struct outcome){ OUTCOME_MEMORY_LIMIT, (int)limits->memory_mib };
	if (events.tasks)
		return (struct outcome){ OUTCOME_PROCESS_LIMIT, (int)limits->tasks };
	return (struct outcome){ OUTCOME_RUNNING, 0 };
}

static struct outcome outcome_of(struct box *box, int status, int64_t cpu_us)
{
	if (box->witnessed)
		return box->over;
	if (WIFEXITED(status))
		return (struct outcome){ OUTCOME_EXITED, WEXITSTATUS(status) };
	if (box->over.kind != OUTCOME_RUNNING && WTERMSIG(status) == SIGKILL)
		return box->over;
	if (WTERMSIG(status) == SIGKILL) {
		struct outcome said = keeper_group_says(box);

		if (said.kind == OUTCOME_MEMORY_LIMIT)
			return said;
	}
	/* The kernel's own limit, should our samples come late. */
	if ((WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL) &&
		cpu_us > (int64_t)box->limits.cpu_ms * 1000)
		return (struct outcome){ OUTCOME_CPU_LIMIT, (int)box->limits.cpu_ms };
	return (struct outcome){ OUTCOME_SIGNALLED, WTERMSIG(status) };
}

/* "FILE\tLINE\tFUNCTION": sandbox/caller.h. */
static void take_denial(struct box_figures *figures, const struct wire_message *event)
{
	struct box_denial *denial = &figures->denials[figures->denials_count];
	const char *place = wire_text(event);

	if (event->value < 0 || event->value >= (int64_t)policy_rules_count ||
		figures->denials_count == BOX_DENIALS)
		return;
	*denial = (struct box_denial){ .rule = (int)event->value };
	figures->denials_count++;
	if (place && sscanf(place, "%127[^\t]\t%u\t%63[^\t]", denial->file, &denial->line,
			     denial->function) < 2)
		denial->file[0] = '\0';
}

static void take_event(struct box *box, const struct wire_message *event)
{
	struct wire_ended ended = { .orphan = 0 };
	struct box_peer *peer;

	if (event->kind == WIRE_DENIED)
		take_denial(&box->figures, event);
	if (event->kind != WIRE_ENDED || event->length != sizeof(ended))
		return;
	memcpy(&ended, event->payload, sizeof(ended));
	box->empty = ended.last;
	if (ended.box_cpu_us > box->figures.cpu_us)
		box->figures.cpu_us = ended.box_cpu_us;
	peer = find_peer(box, event->number);
	if (peer) {
		peer->outcome = outcome_of(box, (int)event->value, ended.cpu_us);
		peer->cpu_us = ended.cpu_us;
	} else if (ended.orphan && box->over.kind == OUTCOME_RUNNING) {
		box->figures.orphans++;
	}
}

/* Waits for the answer to a question, taking events meanwhile. The answer's number. */
int keeper_hear(struct box *box)
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

int keeper_ask(
	struct box *box, const struct wire_note *question, const void *payload, size_t length)
{
	int error;

	if (length > WIRE_PAYLOAD)
		return -ENAMETOOLONG;
	error = wire_tell(box->wire, question, payload, length);
	return error ? error : keeper_hear(box);
}

/* For a question that is answered by 0 or an error, and by nothing else. */
static int ask_plainly(
	struct box *box, const struct wire_note *question, const void *payload, size_t length)
{
	int number = keeper_ask(box, question, payload, length);

	return number > 0 ? -EBADMSG : number;
}

static int ask_about(struct box *box, enum wire_kind kind, const char *path)
{
	return ask_plainly(box, &(struct wire_note){ .kind = kind }, path, strlen(path) + 1);
}

int keeper_take_events(struct box *box)
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

/*** files ***/

int box_put(struct box *box, const char *path, int fd, mode_t mode)
{
	const struct wire_note question = {
		.kind = WIRE_PUT,
		.number = (int)mode,
		.fds = { fd },
		.fds_count = 1,
	};

	return ask_plainly(box, &question, path, strlen(path) + 1);
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
	"PATH=/usr/bin:/bin",
	"HOME=" ROOT_WORK,
	"USER=student",
	"LOGNAME=student",
	"SHELL=/bin/sh",
	"LANG=C",
	"LC_ALL=C",
	"TMPDIR=/tmp",
	NULL,
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

/* What an errno is at most (errno.h of the kernel): beyond, it is no answer of init's. */
enum { MOST_ERRNO = 4095 };

int box_start(struct box *box, const struct box_program *program, struct box_peer **ret)
{
	const char *cwd[] = { program->cwd ? program->cwd : ROOT_WORK, NULL };
	struct wire_message *question = &box->message;
	struct wire_start head = { .high_at = (uint32_t)program->high_at };
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
	memcpy(question->fds + 3, program->high, program->high_count * sizeof(int));
	question->fds_count = 3 + (uint32_t)program->high_count;
	/* The descriptors are the caller's: they must not be closed as if we had received them. */
	pid = wire_send(box->wire, question);
	question->fds_count = 0;
	if (pid == 0)
		pid = keeper_hear(box);
	if (pid == -EPIPE || pid == -EINVAL || pid == -EBADMSG)
		return pid;
	if (pid == 0 || pid < -MOST_ERRNO)
		return -EBADMSG;
	peer = &box->peers[box->peers_count++];
	*peer = (struct box_peer){ .pid = pid };
	if (pid > 0)
		box->empty = false;
	if (pid < 0)
		peer->outcome = (struct outcome){ OUTCOME_NOT_STARTED, -pid };
	*ret = peer;
	return 0;
}

int box_signal(struct box *box, pid_t pid, int signal)
{
	const struct wire_note question = { .kind = WIRE_SIGNAL, .number = pid, .value = signal };

	return ask_plainly(box, &question, NULL, 0);
}

ssize_t box_children(struct box *box, pid_t pid, pid_t *ret, size_t room)
{
	const struct wire_note question = { .kind = WIRE_CHILDREN, .number = pid };
	int count = keeper_ask(box, &question, NULL, 0);

	if (count < 0)
		return count;
	if ((size_t)count * sizeof(pid_t) != box->message.length)
		return -EBADMSG;
	if ((size_t)count > room)
		count = (int)room;
	memcpy(ret, box->message.payload, (size_t)count * sizeof(pid_t));
	return count;
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

int box_witness(struct box *box, struct outcome verdict, char **ret_text)
{
	const struct wire_note question = {
		.kind = WIRE_WITNESS,
		.value = verdict.kind != OUTCOME_RUNNING,
	};
	int error;

	if (box->over.kind == OUTCOME_RUNNING && verdict.kind != OUTCOME_RUNNING) {
		box->over = verdict;
		box->witnessed = true;
	}
	error = ask_plainly(box, &question, NULL, 0);
	return error ? error : read_text(taken_fd(box), ret_text);
}

int keeper_look_at_spins(struct box *box)
{
	int error = ask_plainly(box, &(struct wire_note){ .kind = WIRE_SPINS }, NULL, 0);

	return error ? error : read_text(taken_fd(box), &box->spins);
}

const char *box_spins(const struct box *box)
{
	return box->spins;
}

int box_census(struct box *box, char **ret_text)
{
	int error = ask_plainly(box, &(struct wire_note){ .kind = WIRE_CENSUS }, NULL, 0);

	return error ? error : read_text(taken_fd(box), ret_text);
}
