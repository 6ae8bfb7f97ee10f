/*
 * relay [-n CHILDREN], with a length before every message.
 *
 * Between parent and child a line travels without its newline, as a 32-bit
 * length and that many bytes, so neither side ever searches for an end.  The
 * parent hands out a round of up to CHILDREN lines, then collects the round's
 * answers.  A SIGCHLD handler notes that a child died; it also makes slow calls
 * fail with EINTR, since it is installed without SA_RESTART.
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILDREN_LIMIT 64
#define LINE_LIMIT ((uint32_t)1 << 20)

typedef struct {
	pid_t pid;
	int request_fd;
	int answer_fd;
} Child;

static volatile sig_atomic_t child_died = 0;

static void on_child(int signal_number)
{
	(void)signal_number;
	child_died = 1;
}

/* Reads exactly `size` bytes: 1; 0 at end of file before the first; -1 otherwise. */
static int read_exactly(int fd, void *into, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t got = read(fd, (char *)into + done, size - done);

		if (got > 0)
			done += (size_t)got;
		else if (got == 0)
			return done == 0 ? 0 : -1;
		else if (errno != EINTR)
			return -1;
	}
	return 1;
}

static int write_exactly(int fd, const void *from, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t put = write(fd, (const char *)from + done, size - done);

		if (put >= 0)
			done += (size_t)put;
		else if (errno != EINTR)
			return -1;
	}
	return 0;
}

static int write_message(int fd, const char *text, uint32_t length)
{
	if (write_exactly(fd, &length, sizeof length) < 0)
		return -1;
	return write_exactly(fd, text, length);
}

/* text has room for LINE_LIMIT bytes. */
static int read_message(int fd, char *text, uint32_t *length)
{
	int result = read_exactly(fd, length, sizeof *length);

	if (result != 1)
		return result;
	if (*length > LINE_LIMIT)
		return -1;
	return *length == 0 || read_exactly(fd, text, *length) == 1 ? 1 : -1;
}

static int child_main(int request_fd, int answer_fd, char *text)
{
	uint32_t length;
	int result;

	while ((result = read_message(request_fd, text, &length)) == 1) {
		for (uint32_t i = 0; i < length; i++) {
			if (text[i] >= 'a' && text[i] <= 'z')
				text[i] = (char)(text[i] - 'a' + 'A');
		}
		if (write_message(answer_fd, text, length) < 0)
			return 1;
	}
	return result == 0 ? 0 : 1;
}

/* A line of stdin without its newline: 1; 0 at the end; -1 when it fails. */
static int read_input_line(char *text, uint32_t *length)
{
	static char buffer[1 << 16];
	static size_t used = 0, held = 0;
	int begun = 0;

	*length = 0;
	for (;;) {
		if (used == held) {
			ssize_t got = read(STDIN_FILENO, buffer, sizeof buffer);

			if (got < 0 && errno == EINTR)
				continue;
			if (got < 0) {
				perror("relay: stdin");
				return -1;
			}
			if (got == 0)
				return begun;
			used = 0;
			held = (size_t)got;
		}
		begun = 1;
		if (buffer[used] == '\n') {
			used++;
			return 1;
		}
		if (*length == LINE_LIMIT) {
			fprintf(stderr, "relay: line longer than 1 MiB\n");
			return -1;
		}
		text[(*length)++] = buffer[used++];
	}
}

static int start(Child *children, int index, char *text)
{
	int request[2], answer[2];

	if (pipe(request) < 0 || pipe(answer) < 0)
		return -1;
	pid_t pid = fork();
	if (pid < 0)
		return -1;
	if (pid == 0) {
		for (int i = 0; i < index; i++) {
			close(children[i].request_fd);
			close(children[i].answer_fd);
		}
		close(request[1]);
		close(answer[0]);
		_exit(child_main(request[0], answer[1], text));
	}
	close(request[0]);
	close(answer[1]);
	children[index].pid = pid;
	children[index].request_fd = request[1];
	children[index].answer_fd = answer[0];
	return 0;
}

static int relay(Child *children, int count, char *text)
{
	unsigned long total = 0;
	int more = 1;

	while (more == 1) {
		uint32_t length;
		int sent = 0;

		while (sent < count && (more = read_input_line(text, &length)) == 1) {
			if (write_message(children[sent].request_fd, text, length) < 0)
				return perror("relay: child"), 1;
			sent++;
		}
		for (int i = 0; i < sent; i++) {
			if (read_message(children[i].answer_fd, text, &length) != 1)
				return fputs("relay: no answer from a child\n", stderr), 1;
			text[length] = '\n';
			fwrite(text, 1, length + 1, stdout);
			total++;
		}
	}
	if (more < 0)
		return 1;
	printf("lines: %lu\n", total);
	if (fflush(stdout) != 0)
		return perror("relay: stdout"), 1;
	return 0;
}

static int finish(Child *children, int started)
{
	int result = 0;

	if (child_died) {
		fputs("relay: a child died early\n", stderr);
		result = 1;
	}
	for (int i = 0; i < started; i++) {
		close(children[i].request_fd);
		close(children[i].answer_fd);
	}
	while (started > 0) {
		int status;
		pid_t pid = wait(&status);

		if (pid < 0 && errno == EINTR)
			continue;
		if (pid < 0)
			return 1;
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
			result = 1;
		started--;
	}
	return result;
}

int main(int argc, char **argv)
{
	Child children[CHILDREN_LIMIT];
	char *text, *end;
	long count = 1;
	int started = 0, result = 0;

	if (argc == 3 && strcmp(argv[1], "-n") == 0)
		count = strtol(argv[2], &end, 10);
	else if (argc != 1)
		count = 0;
	if (count < 1 || count > CHILDREN_LIMIT || (argc == 3 && *end != '\0')) {
		fputs("usage: relay [-n CHILDREN] with CHILDREN from 1 to 64\n", stderr);
		return 2;
	}
	text = malloc(LINE_LIMIT + 1);
	if (text == NULL) {
		perror("relay");
		return 1;
	}
	struct sigaction action = { .sa_handler = on_child };
	sigaction(SIGCHLD, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	while (started < count && result == 0) {
		if (start(children, started, text) < 0) {
			perror("relay: cannot start a child");
			result = 1;
		} else {
			started++;
		}
	}
	if (result == 0)
		result = relay(children, (int)count, text);
	if (finish(children, started) != 0)
		result = 1;
	free(text);
	return result;
}
