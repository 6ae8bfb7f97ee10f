/*
 * relay [-n CHILDREN], in lock-step: one line goes out, its answer comes back,
 * then the next child has its turn.  The plainest way that is right; the
 * children gain nothing in speed.  Pipes are wrapped in stdio streams.
 *
 * It cannot deadlock: while the parent flushes a line, the child is in
 * getline(), and while the child flushes, the parent is in getline().
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONGEST 1048576

struct worker {
	pid_t pid;
	FILE *request;
	FILE *reply;
};

static struct worker *workers;
static long running;

/* The child. The streams are its own: made after fork(), so nothing is buffered twice. */
static void work(int in, int out)
{
	FILE *requests = fdopen(in, "r");
	FILE *replies = fdopen(out, "w");
	char *line = NULL;
	size_t room = 0;
	ssize_t length;

	if (!requests || !replies)
		_exit(1);
	while ((length = getline(&line, &room, requests)) > 0) {
		for (char *c = line; c < line + length; c++)
			*c = (char)toupper((unsigned char)*c);
		fwrite(line, 1, (size_t)length, replies);
		if (fflush(replies) == EOF)
			_exit(1);
	}
	free(line);
	_exit(ferror(requests) ? 1 : 0);
}

static int start_worker(struct worker *worker)
{
	int request[2], reply[2];

	if (pipe(request) == -1 || pipe(reply) == -1) {
		perror("relay: pipe");
		return 0;
	}
	worker->pid = fork();
	if (worker->pid == -1) {
		perror("relay: fork");
		return 0;
	}
	if (worker->pid == 0) {
		close(request[1]);
		close(reply[0]);
		for (long i = 0; i < running; i++) {
			close(fileno(workers[i].request));
			close(fileno(workers[i].reply));
		}
		work(request[0], reply[1]);
	}
	close(request[0]);
	close(reply[1]);
	worker->request = fdopen(request[1], "w");
	worker->reply = fdopen(reply[0], "r");
	if (!worker->request || !worker->reply) {
		perror("relay: fdopen");
		exit(1);
	}
	running++;
	return 1;
}

/* Closes all streams first, so that all children end side by side. */
static int stop_workers(void)
{
	int result = 0;

	for (long i = 0; i < running; i++) {
		fclose(workers[i].request);
		fclose(workers[i].reply);
	}
	for (long i = 0; i < running; i++) {
		int status;

		if (TEMP_FAILURE_RETRY(waitpid(workers[i].pid, &status, 0)) == -1) {
			perror("relay: waitpid");
			result = 1;
		} else if (WIFSIGNALED(status)) {
			fprintf(stderr, "relay: a child was killed: %s\n",
				strsignal(WTERMSIG(status)));
			result = 1;
		} else if (WEXITSTATUS(status) != 0) {
			fprintf(stderr, "relay: a child failed\n");
			result = 1;
		}
	}
	return result;
}

/* One line there and back. */
static int ask(struct worker *worker, const char *line, size_t length, char **reply, size_t *room)
{
	fwrite(line, 1, length, worker->request);
	if (length == 0 || line[length - 1] != '\n')
		putc('\n', worker->request);
	if (fflush(worker->request) == EOF) {
		perror("relay: cannot write to a child");
		return 0;
	}
	ssize_t got = getline(reply, room, worker->reply);
	if (got <= 0 || (*reply)[got - 1] != '\n') {
		fprintf(stderr, "relay: a child gave no answer\n");
		return 0;
	}
	fwrite(*reply, 1, (size_t)got, stdout);
	return 1;
}

static int relay(long count)
{
	char *line = NULL, *reply = NULL;
	size_t line_room = 0, reply_room = 0;
	unsigned long lines = 0;
	ssize_t length;
	int good = 1;

	while (good && (length = getline(&line, &line_room, stdin)) != -1) {
		if (length - (line[length - 1] == '\n') > LONGEST) {
			fprintf(stderr, "relay: a line has more than %d bytes\n", LONGEST);
			good = 0;
		} else {
			good = ask(&workers[lines++ % (unsigned long)count], line, (size_t)length,
				&reply, &reply_room);
		}
	}
	free(line);
	free(reply);
	if (good && ferror(stdin)) {
		perror("relay: standard input");
		good = 0;
	}
	if (good)
		printf("lines: %lu\n", lines);
	if (fflush(stdout) == EOF) {
		perror("relay: standard output");
		good = 0;
	}
	return good ? 0 : 1;
}

static void usage(void)
{
	fputs("usage: relay [-n CHILDREN]\n", stderr);
	exit(2);
}

int main(int argc, char *argv[])
{
	long count = 1;
	int opt, result = 0;
	char *end;

	while ((opt = getopt(argc, argv, "n:")) != -1) {
		switch (opt) {
		case 'n':
			errno = 0;
			count = strtol(optarg, &end, 10);
			if (errno || end == optarg || *end || count < 1 || count > 64)
				usage();
			break;
		default:
			usage();
		}
	}
	if (argv[optind])
		usage();

	workers = calloc((size_t)count, sizeof *workers);
	if (!workers) {
		perror("relay");
		return 1;
	}
	signal(SIGPIPE, SIG_IGN);
	for (long i = 0; i < count && result == 0; i++) {
		if (!start_worker(&workers[i]))
			result = 1;
	}
	if (result == 0)
		result = relay(count);
	if (stop_workers() != 0)
		result = 1;
	free(workers);
	return result;
}
