/*
 * Whose bytes: what the box's init answers and tells unasked; should student code ever get
 * at init, they are the student's.
 * Who reads them: the keeper, on behalf of every function of sandbox/box.h
 * (sandbox/talk.c, sandbox/settle.c).
 * What must hold: each function ends, by an answer or an error; it gives what it promises
 * only on success, and within the room that it was given; figures stay in their bounds; no
 * descriptor stays open.
 *
 * The bytes tell what is asked, then the messages that lie ready as answers: one for the
 * kind, one for a descriptor, four for the number, one for the length of the payload.
 *
 * Options: -max_len=1024
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "sandbox/keeper.h"
#include "tests/fuzz/fuzz.h"

/* What comes as a witness or a file: text, nothing, what is no file at all. */
static int make_fd(uint8_t how, const uint8_t *payload, size_t length)
{
	int fd;

	if (how % 4 == 1)
		return open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (how % 4 == 2)
		return open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	fd = memfd_create("fuzz", MFD_CLOEXEC);
	HOLDS(fd >= 0 && file_write_fd(fd, payload, length) == 0);
	/* As large as it says it is, without a byte of memory behind it. */
	if (how % 4 == 3)
		HOLDS(ftruncate(fd, (off_t)how << 20) == 0);
	return fd;
}

static void send_answer(int wire, struct fuzz_bytes *bytes)
{
	static struct wire_message message;
	uint8_t kind = fuzz_byte(bytes), how = fuzz_byte(bytes);
	const uint8_t *payload;

	message.kind = kind % 16;
	message.number = (int32_t)(fuzz_word(bytes) | (uint32_t)fuzz_word(bytes) << 16);
	message.value = fuzz_word(bytes);
	message.length = (uint32_t)fuzz_some(bytes, &payload, fuzz_byte(bytes));
	message.fds_count = how / 4 % 4;
	if (message.length)
		memcpy(message.payload, payload, message.length);
	for (uint32_t i = 0; i < message.fds_count; i++)
		message.fds[i] = make_fd(how, payload, message.length);
	wire_send(wire, &message);
	wire_close_fds(&message);
}

static void ask_get(struct box *box)
{
	int fd = box_get(box, "/box/x");

	if (fd >= 0)
		HOLDS(fcntl(fd, F_GETFD) == FD_CLOEXEC && close(fd) == 0);
}

static void ask_list(struct box *box)
{
	char *names = NULL;
	size_t length = 0;
	int error = box_list(box, "/box", &names, &length);

	HOLDS(error <= 0 && (names != NULL) == (error == 0));
	if (names)
		HOLDS(length <= WIRE_PAYLOAD && names[length] == '\0');
	free(names);
}

static void ask_children(struct box *box)
{
	enum { ROOM = 4 };
	pid_t children[ROOM];
	ssize_t count = box_children(box, 2, children, ROOM);

	HOLDS(count <= ROOM);
}

static void check_text(int error, char *text)
{
	HOLDS(error <= 0 && (text != NULL) == (error == 0));
	HOLDS(!text || strlen(text) <= 4 << 20);
	free(text);
}

static void ask_witness(struct box *box)
{
	char *text = NULL;
	int error = box_witness(box, (struct outcome){ OUTCOME_DEADLOCKED, 0 }, &text);

	check_text(error, text);
}

static void ask_census(struct box *box)
{
	char *text = NULL;
	int error = box_census(box, &text);

	check_text(error, text);
}

static void ask_start(struct box *box)
{
	const char *const argv[] = { "relay", "-n", "3", NULL };
	struct box_peer *peer = NULL;
	size_t before = box->peers_count;
	int error =
		box_start(box, &(struct box_program){ .argv = argv, .fds = { 0, 1, 2 } }, &peer);

	HOLDS(error <= 0 && (peer != NULL) == (error == 0));
	HOLDS(box->peers_count == before + (error == 0));
}

static void ask_settle(struct box *box)
{
	enum box_rest rest = BOX_SETTLED;
	int error = box_settle(box, &rest);

	HOLDS(error <= 0 && rest <= BOX_EMPTY);
}

static void ask_put(struct box *box)
{
	HOLDS(box_put(box, "/box/x", 0, 0644) <= 0);
}

static void ask_signal(struct box *box)
{
	HOLDS(box_signal(box, 2, 15) <= 0);
}

static void (*const questions[])(struct box *box) = {
	ask_get,
	ask_list,
	ask_children,
	ask_witness,
	ask_census,
	ask_start,
	ask_settle,
	ask_put,
	ask_signal,
};

/* What the keeper asked: nobody reads it, but it must not fill the socket. */
static void drain(int wire)
{
	static struct wire_message ignored;

	while (wire_receive(wire, &ignored, MSG_DONTWAIT) == 0)
		wire_close_fds(&ignored);
}

static void ask_all(struct box *box, int init, struct fuzz_bytes *bytes)
{
	enum { MOST_ANSWERS = 6 };
	struct box_figures figures;

	while (bytes->left) {
		unsigned question = fuzz_byte(bytes) % (sizeof(questions) / sizeof(*questions));
		unsigned answers = fuzz_byte(bytes) % MOST_ANSWERS;

		for (unsigned i = 0; i < answers; i++)
			send_answer(init, bytes);
		/* The last question finds init gone, so that no question waits for ever. */
		if (!bytes->left || question == 6)
			shutdown(init, SHUT_WR);
		else
			send_answer(
				init, &(struct fuzz_bytes){ (const uint8_t[]){ WIRE_DONE }, 1 });
		questions[question](box);
		drain(init);
		box_figures(box, &figures);
		HOLDS(figures.denials_count <= BOX_DENIALS && box->peers_count <= BOX_PEERS);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free struct box *box = calloc(1, sizeof(*box));
	struct fuzz_bytes bytes = { data, size };
	int next = fuzz_next_fd();
	int pair[2];

	HOLDS(box && wire_pair(pair) == 0);
	box->wire = pair[0];
	box->death = -1;
	box->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	box->limits = (struct limits)LIMITS_DEFAULT;
	box->opened_us = keeper_now_us();
	ask_all(box, pair[1], &bytes);
	wire_close_fds(&box->message);
	close(box->timer);
	close(pair[0]);
	close(pair[1]);
	HOLDS(fuzz_next_fd() == next);
	return 0;
}
