#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "relay.h"

struct worker {
	pid_t          pid;
	int            to;
	struct linebuf from;
	int            busy;
};

static struct worker *workers;
static int            nworkers;

static int start_worker(int i)
{
	int a[2], b[2];

	if (pipe(a) < 0 || pipe(b) < 0)
		return -1;

	workers[i].pid = fork();
	if (workers[i].pid < 0)
		return -1;

	if (workers[i].pid == 0) {
		int j;

		close(a[1]);
		close(b[0]);
		for (j = 0; j < i; j++) {
			close(workers[j].to);
			close(workers[j].from.fd);
		}
		_exit(worker_main(a[0], b[1]));
	}

	close(a[0]);
	close(b[1]);
	workers[i].to = a[1];
	linebuf_init(&workers[i].from, b[0]);
	return 0;
}

/* prints what the worker has ready, if it has something to do */
static int collect(struct worker *w)
{
	if (!w->busy)
		return 0;
	w->busy = 0;
	if (linebuf_next(&w->from) != 1) {
		fprintf(stderr, "relay: no answer from child %d\n", (int)w->pid);
		return -1;
	}
	fwrite(w->from.line, 1, w->from.size, stdout);
	putchar('\n');
	return 0;
}

static int relay(void)
{
	struct linebuf input;
	long           lines = 0;
	int            r, i, ok = 1;

	linebuf_init(&input, 0);
	while (ok && (r = linebuf_next(&input)) > 0) {
		struct worker *w = &workers[lines % nworkers];

		/* every worker has only one line, so neither of us can block forever */
		if (collect(w) < 0)
			ok = 0;
		else if (send_line(w->to, input.line, input.size) < 0) {
			fprintf(stderr, "relay: write to child: %s\n", strerror(errno));
			ok = 0;
		} else {
			w->busy = 1;
			lines++;
		}
	}
	if (ok && r < 0) {
		fprintf(stderr, "relay: %s\n", r == -2 ? "line too long" : "cannot read input");
		ok = 0;
	}
	for (i = 0; i < nworkers && ok; i++) {
		if (collect(&workers[(lines + i) % nworkers]) < 0)
			ok = 0;
	}
	linebuf_free(&input);
	if (ok)
		printf("lines: %ld\n", lines);
	if (fflush(stdout) == EOF)
		ok = 0;
	return ok;
}

static int stop_workers(int count)
{
	int i, status, ok = 1;

	for (i = 0; i < count; i++) {
		close(workers[i].to);
		close(workers[i].from.fd);
		linebuf_free(&workers[i].from);
	}
	for (i = 0; i < count; i++) {
		while (waitpid(workers[i].pid, &status, 0) < 0 && errno == EINTR)
			;
		if (WIFSIGNALED(status)) {
			fprintf(stderr, "relay: child killed by signal %d\n", WTERMSIG(status));
			ok = 0;
		} else if (WEXITSTATUS(status) != 0)
			ok = 0;
	}
	return ok;
}

int main(int argc, char **argv)
{
	int   opt, i, ok = 1;
	char *rest;

	nworkers = 1;
	while ((opt = getopt(argc, argv, "n:")) != -1) {
		if (opt == 'n') {
			nworkers = (int)strtol(optarg, &rest, 10);
			if (rest == optarg || *rest)
				nworkers = -1;
		} else
			nworkers = -1;
		if (nworkers < 1 || nworkers > 64) {
			fprintf(stderr, "usage: relay [-n CHILDREN]\n");
			return 2;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "relay: too many arguments\n");
		return 2;
	}

	signal(SIGPIPE, SIG_IGN);
	workers = calloc(nworkers, sizeof(struct worker));
	if (!workers)
		return 1;
	for (i = 0; i < nworkers; i++) {
		if (start_worker(i) < 0) {
			perror("relay");
			ok = 0;
			break;
		}
	}
	if (ok)
		ok = relay();
	if (!stop_workers(i))
		ok = 0;
	free(workers);
	return ok ? 0 : 1;
}
