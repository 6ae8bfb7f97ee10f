/*
 * tell WORD ...: sends words through a pipe to a child, which prints them.
 *
 * This is what is right. It must get full marks, and scenarios may hold a
 * submission's output against its output (expect_same_as_reference).
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A write() may take only a part of it. */
static int write_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t put = write(fd, bytes, length);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		bytes += put;
		length -= (size_t)put;
	}
	return 0;
}

/* The child: copies until end of file. */
static int copy_out(int from)
{
	char bytes[4096];
	ssize_t got;

	while ((got = read(from, bytes, sizeof(bytes))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || write_all(STDOUT_FILENO, bytes, (size_t)got) < 0)
			return 1;
	}
	return 0;
}

/* The parent: one line for each word. */
static int send_words(int to, char **words)
{
	for (; *words; words++) {
		if (write_all(to, *words, strlen(*words)) < 0)
			return -1;
		if (write_all(to, "\n", 1) < 0)
			return -1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	int ends[2];
	int status = 0;
	int sent;
	pid_t child;

	if (argc < 2) {
		fputs("usage: tell WORD ...\n", stderr);
		return 2;
	}
	if (pipe(ends) < 0 || (child = fork()) < 0) {
		perror("tell");
		return 1;
	}
	if (child == 0) {
		/* End of file comes only when every copy of the write end is closed: this one too. */
		close(ends[1]);
		_exit(copy_out(ends[0]));
	}
	close(ends[0]);
	sent = send_words(ends[1], argv + 1);
	if (sent < 0)
		perror("tell: cannot write to the child");
	close(ends[1]);
	if (waitpid(child, &status, 0) < 0)
		perror("tell: cannot wait for the child");
	return sent < 0 || status != 0;
}
