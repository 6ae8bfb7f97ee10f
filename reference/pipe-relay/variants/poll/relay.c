/*
 * relay [-n CHILDREN], with poll(2) in the parent.
 *
 * The children are simple: they upper-case whatever bytes come and know
 * nothing of lines.  So an answer may come back while its line is still being
 * sent, and the parent must never be stuck in a write: all its pipe ends are
 * non-blocking, and it waits for all of them at once.  It takes more input only
 * while little waits to be sent, so its memory stays small.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_CHILDREN 64
#define MAX_LINE (1024 * 1024)
#define CHUNK 65536
#define ENOUGH_WAITING (1024 * 1024)

/* Bytes on their way: bytes[from] … bytes[to - 1]. */
struct queue {
	char *bytes;
	size_t from, to, room;
};

static struct child {
	pid_t pid;
	int send, receive;
	struct queue out; /* to be sent to the child */
	struct queue in; /* came from the child, not printed yet */
} children[MAX_CHILDREN];
static int count = 1; /* children wanted */
static int forked = 0; /* children that run */

/* Where the next line goes, where the next answer comes from. */
static unsigned long lines_taken, lines_printed;
static size_t line_length; /* of the input's line that has begun */
static size_t bytes_waiting; /* in all out queues */
static int input_ended;

/* Ends all children, waits for them, and tells whether all ended well. */
static int stop_children(void)
{
	int good = 1;

	for (int i = 0; i < forked; i++) {
		close(children[i].send);
		close(children[i].receive);
	}
	for (int i = 0; i < forked; i++) {
		int status;

		while (waitpid(children[i].pid, &status, 0) < 0) {
			if (errno != EINTR) {
				status = -1;
				break;
			}
		}
		if (status != 0)
			good = 0;
	}
	return good;
}

static void fail(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fputs("relay: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
	stop_children();
	exit(1);
}

/* Makes room for `length` more bytes behind `to`. */
static void make_room(struct queue *queue, size_t length)
{
	if (queue->from > 0 && queue->to + length > queue->room) {
		memmove(queue->bytes, queue->bytes + queue->from, queue->to - queue->from);
		queue->to -= queue->from;
		queue->from = 0;
	}
	if (queue->to + length > queue->room) {
		queue->room = 2 * (queue->to + length);
		queue->bytes = realloc(queue->bytes, queue->room);
		if (queue->bytes == NULL)
			fail("out of memory");
	}
}

static void append(struct queue *queue, const char *bytes, size_t length)
{
	make_room(queue, length);
	memcpy(queue->bytes + queue->to, bytes, length);
	queue->to += length;
}

/*** children ***/

static int serve(int in, int out)
{
	static char chunk[CHUNK];
	ssize_t got;

	while ((got = read(in, chunk, sizeof chunk)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return 1;
		for (ssize_t i = 0; i < got; i++)
			chunk[i] = (char)toupper((unsigned char)chunk[i]);
		for (ssize_t done = 0; done < got;) {
			ssize_t written = write(out, chunk + done, (size_t)(got - done));

			if (written < 0 && errno == EINTR)
				continue;
			if (written < 0)
				return 1;
			done += written;
		}
	}
	return 0;
}

/* O_NONBLOCK belongs to the open end, not to the pipe: the child's ends still block. */
static void set_nonblocking(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
		fail("fcntl: %s", strerror(errno));
}

static void fork_child(void)
{
	struct child *child = &children[forked];
	int to_child[2], to_parent[2];

	if (pipe(to_child) < 0 || pipe(to_parent) < 0)
		fail("pipe: %s", strerror(errno));
	child->pid = fork();
	if (child->pid < 0)
		fail("fork: %s", strerror(errno));
	if (child->pid == 0) {
		for (int i = 0; i < forked; i++) {
			close(children[i].send);
			close(children[i].receive);
		}
		close(to_child[1]);
		close(to_parent[0]);
		_exit(serve(to_child[0], to_parent[1]));
	}
	close(to_child[0]);
	close(to_parent[1]);
	child->send = to_child[1];
	child->receive = to_parent[0];
	forked++;
	set_nonblocking(child->send);
	set_nonblocking(child->receive);
}

/*** the parent's three ways of moving bytes ***/

/* Shares a piece of the input out among the children's queues. */
static void share_out(const char *piece, size_t length)
{
	while (length > 0) {
		const char *newline = memchr(piece, '\n', length);
		size_t part = newline ? (size_t)(newline - piece) + 1 : length;

		line_length += part;
		if (line_length - (newline != NULL) > MAX_LINE)
			fail("line %lu is longer than %d bytes", lines_taken + 1, MAX_LINE);
		append(&children[lines_taken % (unsigned)count].out, piece, part);
		bytes_waiting += part;
		if (newline) {
			lines_taken++;
			line_length = 0;
		}
		piece += part;
		length -= part;
	}
}

static void take_input(void)
{
	static char chunk[CHUNK];
	ssize_t got = read(STDIN_FILENO, chunk, sizeof chunk);

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (got < 0)
		fail("standard input: %s", strerror(errno));
	share_out(chunk, (size_t)got);
	if (got == 0) {
		input_ended = 1;
		if (line_length > 0)
			share_out("\n", 1);
	}
}

static void send_some(struct child *child)
{
	struct queue *out = &child->out;
	ssize_t written = write(child->send, out->bytes + out->from, out->to - out->from);

	if (written < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (written < 0)
		fail("child %ld: %s", (long)child->pid, strerror(errno));
	out->from += (size_t)written;
	bytes_waiting -= (size_t)written;
	if (out->from == out->to)
		out->from = out->to = 0;
}

static void receive_some(struct child *child)
{
	struct queue *in = &child->in;

	make_room(in, CHUNK);
	ssize_t got = read(child->receive, in->bytes + in->to, CHUNK);
	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (got < 0)
		fail("child %ld: %s", (long)child->pid, strerror(errno));
	if (got == 0)
		fail("child %ld has died", (long)child->pid);
	in->to += (size_t)got;
}

/* Prints the answers that are whole, as long as it is their turn. */
static void print_answers(void)
{
	while (lines_printed < lines_taken) {
		struct queue *in = &children[lines_printed % (unsigned)count].in;
		char *line = in->bytes + in->from;
		char *newline = in->to > in->from ? memchr(line, '\n', in->to - in->from) : NULL;

		if (newline == NULL)
			return;
		if (fwrite(line, 1, (size_t)(newline - line) + 1, stdout) == 0)
			fail("standard output: %s", strerror(errno));
		in->from += (size_t)(newline - line) + 1;
		lines_printed++;
	}
}

static void relay(void)
{
	struct pollfd wait_for[1 + 2 * MAX_CHILDREN];

	while (!input_ended || lines_printed < lines_taken) {
		int hungry = !input_ended && bytes_waiting < ENOUGH_WAITING;

		/* poll() passes over descriptors below 0. */
		wait_for[0] = (struct pollfd){ hungry ? STDIN_FILENO : -1, POLLIN, 0 };
		for (int i = 0; i < count; i++) {
			struct child *child = &children[i];
			int has_work = child->out.from < child->out.to;

			wait_for[1 + 2 * i] = (struct pollfd){ child->receive, POLLIN, 0 };
			wait_for[2 + 2 * i] =
				(struct pollfd){ has_work ? child->send : -1, POLLOUT, 0 };
		}
		if (poll(wait_for, (nfds_t)(1 + 2 * count), -1) < 0) {
			if (errno == EINTR)
				continue;
			fail("poll: %s", strerror(errno));
		}
		if (wait_for[0].revents)
			take_input();
		for (int i = 0; i < count; i++) {
			if (wait_for[1 + 2 * i].revents)
				receive_some(&children[i]);
			if (wait_for[2 + 2 * i].revents)
				send_some(&children[i]);
		}
		print_answers();
	}
}

int main(int argc, char **argv)
{
	int option;
	char *rest = "";

	while ((option = getopt(argc, argv, "n:")) != -1) {
		long number = option == 'n' ? strtol(optarg, &rest, 10) : 0;

		if (number < 1 || number > MAX_CHILDREN || *rest != '\0') {
			fprintf(stderr, "usage: relay [-n CHILDREN], 1 to 64 children\n");
			return 2;
		}
		count = (int)number;
	}
	if (optind < argc) {
		fprintf(stderr, "usage: relay [-n CHILDREN], no other arguments\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	while (forked < count)
		fork_child();
	relay();
	printf("lines: %lu\n", lines_printed);
	if (fflush(stdout) == EOF)
		fail("standard output: %s", strerror(errno));
	if (!stop_children()) {
		fprintf(stderr, "relay: a child did not end well\n");
		return 1;
	}
	return 0;
}
