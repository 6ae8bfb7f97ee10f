#define _GNU_SOURCE
#include <ctype.h>
#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* one child = one pair of streams */
static FILE *req[64], *rep[64];

static void
fork_child(int k)
{
	int a[2], b[2];

	if (pipe(a) == -1 || pipe(b) == -1)
		err(1, "pipe");
	switch (fork()) {
	case -1:
		err(1, "fork");
	case 0: {
		char	*l = NULL;
		size_t	 sz = 0;
		ssize_t	 len;
		FILE	*in, *out;

		while (--k >= 0) {
			close(fileno(req[k]));
			close(fileno(rep[k]));
		}
		close(a[1]);
		close(b[0]);
		in = fdopen(a[0], "r");
		out = fdopen(b[1], "w");
		while ((len = getline(&l, &sz, in)) != -1) {
			for (ssize_t i = 0; i < len; i++)
				l[i] = toupper((unsigned char)l[i]);
			fwrite(l, 1, len, out);
			if (fflush(out) == EOF)
				_exit(1);
		}
		free(l);
		_exit(0);
	}
	}
	close(a[0]);
	close(b[1]);
	req[k] = fdopen(a[1], "w");
	rep[k] = fdopen(b[0], "r");
}

static void
usage(void)
{
	fprintf(stderr, "usage: relay [-n children]\n");
	exit(2);
}

int
main(int argc, char **argv)
{
	char	*l = NULL, *ep;
	size_t	 sz = 0;
	ssize_t	 len;
	long	 n = 1, nlines = 0;
	int	 ch;

	while ((ch = getopt(argc, argv, "n:")) != -1) {
		switch (ch) {
		case 'n':
			n = strtol(optarg, &ep, 10);
			if (ep == optarg || *ep != '\0' || n < 1 || n > 64)
				usage();
			break;
		default:
			usage();
		}
	}
	if (optind != argc)
		usage();

	signal(SIGPIPE, SIG_IGN);
	for (int i = 0; i < n; i++)
		fork_child(i);

	while ((len = getline(&l, &sz, stdin)) != -1) {
		int k = nlines++ % n;

		if (l[len - 1] == '\n')
			len--;
		if (len > 1048576)
			errx(1, "line %ld is too long", nlines);
		fwrite(l, 1, len, req[k]);
		putc('\n', req[k]);
		if (fflush(req[k]) == EOF)
			err(1, "child %d", k);
		if ((len = getline(&l, &sz, rep[k])) == -1)
			errx(1, "child %d is dead", k);
		fwrite(l, 1, len, stdout);
	}
	printf("lines: %ld\n", nlines);
	/* all pipes are closed by exit, so the children end too */
	free(l);
	return 0;
}
