/*
 * relay [-n CHILDREN]: sends every line of its input through a child process
 * that upper-cases it, and prints the answers in the order of the input.
 *
 * Theory of operation
 *
 *	            pipe              pipe
 *	          ┌──────▶ child 0 ──────┐
 *	 stdin ─▶ parent                 parent ─▶ stdout
 *	          └──────▶ child 1 ──────┘
 *
 * Line k goes to child k % CHILDREN, so asking the children in turn gives the
 * answers in the order of the input.
 *
 * Why nobody waits in a circle: a child holds at most one line.  The parent
 * fetches a child's answer before it gives that child the next line, and a
 * child reads a line to its end before it begins to answer.  So while the
 * parent writes to a child that child reads, and while the parent reads from a
 * child that child writes, however small the pipes are.
 *
 * How it ends: a child stops at the end of file of its pipe.  That comes only
 * when every copy of the write end is closed, in the parent, in the child
 * itself and in the children forked later (pipe(7)).  The same rule tells the
 * parent of a child that died: end of file where an answer should be.
 */
#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	MAX_CHILDREN = 64,
	MAX_LINE = 1024 * 1024, /* bytes, newline not counted */
	FIRST_ROOM = 4096,
};

/* Cuts what comes from a descriptor into lines. */
struct reader {
	int fd;
	char *data; /* data[start] … data[end - 1]: read, not handed out yet */
	size_t start, end, room;
};

struct child {
	pid_t pid;
	int to; /* lines go to the child here … */
	struct reader answers; /* … and come back in upper case here */
};

static bool complain(const char *what)
{
	fprintf(stderr, "relay: %s: %s\n", what, strerror(errno));
	return false;
}

/*** whole lines over read(2) and write(2) ***/

/*
 * Reads once, into more room if need be.  One byte is always left free, for
 * the newline that a last line may lack.
 */
static ssize_t fill(struct reader *reader)
{
	if (reader->start > 0) {
		memmove(reader->data, reader->data + reader->start, reader->end - reader->start);
		reader->end -= reader->start;
		reader->start = 0;
	}
	if (reader->end + 1 >= reader->room) {
		size_t room = reader->room ? 2 * reader->room : FIRST_ROOM;
		char *data = realloc(reader->data, room);

		if (!data)
			return -1;
		reader->data = data;
		reader->room = room;
	}
	ssize_t got;
	do {
		got = read(reader->fd, reader->data + reader->end, reader->room - reader->end - 1);
	} while (got < 0 && errno == EINTR);
	if (got > 0)
		reader->end += (size_t)got;
	return got;
}

/* The first newline held; the line's first `searched` bytes are known to hold none. */
static char *find_newline(const struct reader *reader, size_t searched)
{
	size_t from = reader->start + searched;

	return reader->end > from ? memchr(reader->data + from, '\n', reader->end - from) : NULL;
}

/*
 * Takes the next line, newline included, whatever pieces it comes in; only the
 * last one may lack the newline.  Returns its length, 0 at end of file, or -1
 * (errno; EMSGSIZE for a line that is too long).  The line may be changed, and
 * is valid until the next call.
 */
static ssize_t take_line(struct reader *reader, char **ret_line)
{
	size_t length = 0; /* of the line as far as it is known, newline not counted */
	bool at_end = false;
	char *newline;

	for (;;) {
		newline = find_newline(reader, length);
		length = newline ? (size_t)(newline - reader->data) - reader->start
				 : reader->end - reader->start;
		if (length > MAX_LINE) {
			errno = EMSGSIZE;
			return -1;
		}
		if (newline || at_end)
			break;
		ssize_t got = fill(reader);
		if (got < 0)
			return -1;
		at_end = got == 0;
	}
	if (newline)
		length++;
	*ret_line = reader->data + reader->start;
	reader->start += length;
	return (ssize_t)length;
}

/* Writes all of it, in as many pieces as the pipe takes. */
static bool write_all(int fd, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t written = write(fd, data, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return false;
		data += written;
		length -= (size_t)written;
	}
	return true;
}

/*** a child ***/

/* The whole life of a child: upper-cases line after line until its input ends. */
static bool upper_case_lines(int in, int out)
{
	struct reader lines = { .fd = in };
	char *line;
	ssize_t length;

	while ((length = take_line(&lines, &line)) > 0) {
		for (ssize_t i = 0; i < length; i++)
			line[i] = (char)toupper((unsigned char)line[i]);
		if (!write_all(out, line, (size_t)length))
			break;
	}
	free(lines.data);
	return length == 0;
}

/* Forks the child children[index]; those before it are running. */
static bool start_child(struct child *children, size_t index)
{
	int to[2], from[2];

	if (pipe(to) < 0)
		return complain("pipe");
	if (pipe(from) < 0)
		return complain("pipe");
	pid_t pid = fork();
	if (pid < 0)
		return complain("fork");
	if (pid == 0) {
		/* Its own end of file, and that of the children before it, hangs on these. */
		close(to[1]);
		close(from[0]);
		for (size_t i = 0; i < index; i++) {
			close(children[i].to);
			close(children[i].answers.fd);
		}
		/* _exit(): what the parent has in its stdio buffers is not the child's to write. */
		_exit(upper_case_lines(to[0], from[1]) ? EXIT_SUCCESS : EXIT_FAILURE);
	}
	close(to[0]);
	close(from[1]);
	children[index] = (struct child){ .pid = pid, .to = to[1], .answers.fd = from[0] };
	return true;
}

/*** the parent ***/

/*
 * Lets a child end and waits for it.  Closing both pipes ends it whether it
 * reads (end of file) or writes (EPIPE).
 */
static bool stop_child(struct child *child)
{
	int status;
	pid_t ended;

	close(child->to);
	close(child->answers.fd);
	free(child->answers.data);
	do {
		ended = waitpid(child->pid, &status, 0);
	} while (ended < 0 && errno == EINTR);
	if (ended < 0)
		return complain("waitpid");
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS)
		return true;
	fprintf(stderr, "relay: child %ld did not end well\n", (long)child->pid);
	return false;
}

/* Fetches a child's answer to the oldest line it was given, and prints it. */
static bool print_answer(struct child *child)
{
	char *line;
	ssize_t length = take_line(&child->answers, &line);

	if (length < 0)
		return complain("read from a child");
	if (length == 0 || line[length - 1] != '\n') {
		fprintf(stderr, "relay: child %ld ended before it had answered\n",
			(long)child->pid);
		return false;
	}
	if (fwrite(line, 1, (size_t)length, stdout) != (size_t)length)
		return complain("standard output");
	return true;
}

/* Relays all lines of the input; counts those that were printed. */
static bool relay(
	struct reader *input, struct child *children, size_t count, unsigned long *ret_printed)
{
	unsigned long sent = 0, printed = 0; /* sent - printed lines are with the children */
	char *line;
	ssize_t length;

	while ((length = take_line(input, &line)) > 0) {
		struct child *next = &children[sent % count];

		if (sent - printed == count) {
			if (!print_answer(next))
				return false;
			printed++;
		}
		if (line[length - 1] != '\n')
			line[length++] = '\n';
		if (!write_all(next->to, line, (size_t)length))
			return complain("write to a child");
		sent++;
	}
	if (length < 0 && errno == EMSGSIZE) {
		fprintf(stderr, "relay: line %lu is longer than %d bytes\n", sent + 1, MAX_LINE);
		return false;
	}
	if (length < 0)
		return complain("standard input");
	for (; printed < sent; printed++) {
		if (!print_answer(&children[printed % count]))
			return false;
	}
	*ret_printed = printed;
	return true;
}

/* Relays the input and prints the count. */
static bool relay_input(struct child *children, size_t count)
{
	struct reader input = { .fd = STDIN_FILENO };
	unsigned long printed = 0;
	bool relayed = relay(&input, children, count, &printed);

	free(input.data);
	if (!relayed)
		return false;
	if (printf("lines: %lu\n", printed) < 0 || fflush(stdout) == EOF)
		return complain("standard output");
	return true;
}

/* The number of children that the command line asks for; 0: it is wrong. */
static size_t parse_arguments(int argc, char **argv)
{
	long count = 1;
	int option;

	while ((option = getopt(argc, argv, "n:")) != -1) {
		char *end;

		if (option != 'n')
			return 0;
		count = strtol(optarg, &end, 10);
		if (end == optarg || *end != '\0' || count < 1 || count > MAX_CHILDREN)
			return 0;
	}
	return optind == argc ? (size_t)count : 0;
}

int main(int argc, char **argv)
{
	struct child children[MAX_CHILDREN];
	size_t wanted = parse_arguments(argc, argv), started = 0;
	bool good = true;

	if (wanted == 0) {
		fprintf(stderr, "usage: relay [-n CHILDREN]   (1 to %d, default 1)\n",
			MAX_CHILDREN);
		return 2;
	}
	/* A child that has died is told by EPIPE then, and does not take the parent with it. */
	signal(SIGPIPE, SIG_IGN);
	while (good && started < wanted) {
		good = start_child(children, started);
		started += good;
	}
	good = good && relay_input(children, wanted);
	for (size_t i = 0; i < started; i++)
		good = stop_child(&children[i]) && good;
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
