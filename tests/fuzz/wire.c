/*
 * Whose bytes: messages between the keeper and the box's init; should student code ever get
 * at init, they are the student's.
 * Who reads them: wire_receive() on either side, and for what the keeper asks,
 * wire_text() and wire_take_start() in init (sandbox/wire.c).
 * What must hold: what is received is whole, within its bounds, and can be sent on as it is;
 * what is refused leaves no descriptor open; strings end within the message.
 *
 * The bytes tell the messages of one run: one for the descriptors that go with it, two for
 * its length, then its bytes from the very first of the head; bit 7 of the first has the
 * length in the head set right.
 *
 * Options: -max_len=1024
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "sandbox/wire.h"
#include "tests/fuzz/fuzz.h"

enum { MOST_FDS = 7, HEAD = offsetof(struct wire_message, fds_count) };

/* sendmsg(2) itself, for what wire_send() would never send. */
static void send_raw(int socket, const uint8_t *bytes, size_t length, unsigned fds)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int) * MOST_FDS)];
		struct cmsghdr align;
	} control = { .bytes = { 0 } };
	int list[MOST_FDS] = { 0 };
	struct iovec part = { (void *)(uintptr_t)bytes, length };
	struct msghdr header = { .msg_iov = &part, .msg_iovlen = 1 };

	if (fds) {
		struct cmsghdr *rights;

		header.msg_control = control.bytes;
		header.msg_controllen = CMSG_SPACE(sizeof(int) * fds);
		rights = CMSG_FIRSTHDR(&header);
		rights->cmsg_level = SOL_SOCKET;
		rights->cmsg_type = SCM_RIGHTS;
		rights->cmsg_len = CMSG_LEN(sizeof(int) * fds);
		memcpy(CMSG_DATA(rights), list, sizeof(int) * fds);
	}
	HOLDS(sendmsg(socket, &header, MSG_NOSIGNAL) >= 0);
}

static void send_one(int socket, struct fuzz_bytes *bytes)
{
	uint8_t how = fuzz_byte(bytes);
	size_t wanted = fuzz_word(bytes);
	uint8_t copy[1024];
	const uint8_t *taken;
	size_t length = fuzz_some(bytes, &taken, wanted < sizeof(copy) ? wanted : sizeof(copy));

	if (length)
		memcpy(copy, taken, length);
	if ((how & 0x80) && length >= HEAD) {
		uint32_t payload = (uint32_t)(length - HEAD);

		memcpy(copy + offsetof(struct wire_message, length), &payload, sizeof(payload));
	}
	send_raw(socket, copy, length, how % (MOST_FDS + 1));
}

static void check_words(const struct wire_message *message, char *const *words)
{
	for (; *words; words++) {
		HOLDS(*words >= message->payload);
		HOLDS(*words + strlen(*words) < message->payload + message->length);
	}
}

static void check_questions(struct wire_message *message)
{
	static struct wire_words words;
	const char *text = wire_text(message);

	HOLDS(!text || strlen(text) < message->length);
	if (wire_take_start(message, &words) < 0)
		return;
	HOLDS(message->fds_count >= 3 && words.argv[0] && words.cwd);
	check_words(message, words.argv);
	check_words(message, words.envp);
	check_words(message, (char *[]){ words.cwd, NULL });
}

/* A message that was received can be sent, and is the same then. */
static void check_again(const int pair[2], const struct wire_message *message)
{
	static struct wire_message again;

	HOLDS(wire_send(pair[0], message) == 0);
	HOLDS(wire_receive(pair[1], &again, MSG_DONTWAIT) == 0);
	HOLDS(again.kind == message->kind && again.number == message->number);
	HOLDS(again.value == message->value && again.length == message->length);
	HOLDS(again.fds_count == message->fds_count);
	HOLDS(memcmp(again.payload, message->payload, message->length) == 0);
	wire_close_fds(&again);
	HOLDS(again.fds_count == 0);
}

static void check(const int pair[2], struct wire_message *message)
{
	HOLDS(message->length <= WIRE_PAYLOAD && message->fds_count <= WIRE_FDS);
	for (uint32_t i = 0; i < message->fds_count; i++)
		HOLDS(fcntl(message->fds[i], F_GETFD) == FD_CLOEXEC);
	check_again(pair, message);
	check_questions(message);
	wire_close_fds(message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct wire_message message;
	struct fuzz_bytes bytes = { data, size };
	int next = fuzz_next_fd();
	int pair[2];

	HOLDS(wire_pair(pair) == 0);
	while (bytes.left) {
		int error;

		send_one(pair[0], &bytes);
		error = wire_receive(pair[1], &message, MSG_DONTWAIT);
		HOLDS(error == 0 || error == -EBADMSG || error == -EPIPE);
		HOLDS(error == 0 || message.fds_count == 0);
		if (!error)
			check(pair, &message);
		HOLDS(wire_receive(pair[1], &message, MSG_DONTWAIT) == -EAGAIN);
	}
	close(pair[0]);
	HOLDS(wire_receive(pair[1], &message, MSG_DONTWAIT) == -EPIPE);
	close(pair[1]);
	HOLDS(fuzz_next_fd() == next);
	return 0;
}
