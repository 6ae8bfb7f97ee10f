/*
 * relay [-n CHILDREN]: see the handout.
 *
 * The command line is read already. The rest is yours; the functions below are
 * one way to cut it into pieces, change them as you like.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

enum { MAX_CHILDREN = 64 };

/* What the parent knows of a child. */
struct child {
	pid_t pid;
	int to; /* write end of the pipe to the child */
	int from; /* read end of the pipe from the child */
};

/*
 * Yours to write: make two pipes and fork.  In the child, close what it does
 * not need (which ends does it hold, and which of the children before it?),
 * upper-case line after line until end of file, and _exit().  In the parent,
 * close the child's ends and fill in *child.  Return 0, or -1 when a call failed.
 */
static int start_child(struct child *child)
{
	(void)child;
	return -1;
}

/*
 * Yours to write: read lines from standard input, give them to the children in
 * turn, and print the answers in the order of the input.  Return the number of
 * lines, or -1 when anything failed.
 */
static long relay_lines(struct child *children, int count)
{
	(void)children;
	(void)count;
	return -1;
}

/* Yours to write: close the pipes and wait for the child. Return 0 if it ended well. */
static int stop_child(struct child *child)
{
	(void)child;
	return -1;
}

/* The number after -n, 1 without it, or 0 for a wrong command line. */
static int parse_arguments(int argc, char **argv)
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
	return optind == argc ? (int)count : 0;
}

int main(int argc, char **argv)
{
	struct child children[MAX_CHILDREN];
	int count = parse_arguments(argc, argv);
	int result = 0;

	if (count == 0) {
		fprintf(stderr, "usage: relay [-n CHILDREN]\n");
		return 2;
	}
	for (int i = 0; i < count; i++) {
		if (start_child(&children[i]) < 0) {
			fprintf(stderr, "relay: not written yet\n");
			return 1;
		}
	}
	long lines = relay_lines(children, count);
	if (lines < 0)
		result = 1;
	else
		printf("lines: %ld\n", lines);
	for (int i = 0; i < count; i++) {
		if (stop_child(&children[i]) < 0)
			result = 1;
	}
	return result;
}
