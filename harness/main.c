/*
 * proctor: the grader.  main is a table of contents; harness/cmd/ has the words,
 * harness/steps/ the way of one grade (HACKING.md).
 */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "harness/cmd/verb.h"

static void print_all(FILE *out)
{
	fputs("usage: proctor COMMAND [ARGUMENTS]\n"
	      "Grades programs on Linux inter-process communication.\n\n",
		out);
	registry_each (verbs, verb, v)
		if (v->about)
			fprintf(out, "  %-10s %s\n", v->name, v->about);
	fputs("\n`proctor COMMAND --help` tells more of each; proctor(1) is the manual.\n"
	      "Exit status: 0 full marks, 1 points lost, 2 usage or bad input, 3 broken on our "
	      "side.\n",
		out);
}

static int unknown(const char *word)
{
	const char *nearest = verb_nearest(word);

	if (nearest)
		fprintf(stderr, "proctor: there is no command '%s' (did you mean '%s'?)\n", word,
			nearest);
	else
		fprintf(stderr, "proctor: there is no command '%s' (proctor --help)\n", word);
	return FAULT_EXIT_USAGE;
}

static int help(int argc, char **argv)
{
	const struct verb *verb = argc > 2 ? verb_find(argv[2]) : NULL;

	if (argc > 2 && !verb)
		return unknown(argv[2]);
	if (verb)
		verb_print_help(verb);
	else
		print_all(stdout);
	return FAULT_EXIT_FULL;
}

int main(int argc, char **argv)
{
	const struct verb *verb;

	setlocale(LC_CTYPE, "C.UTF-8");
	/* Whoever stops reading our output is told of by write(2), so that we still tidy up. */
	signal(SIGPIPE, SIG_IGN);
	if (argc < 2) {
		print_all(stderr);
		return FAULT_EXIT_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
		strcmp(argv[1], "help") == 0)
		return help(argc, argv);
	if (strcmp(argv[1], "--version") == 0) {
		puts("proctor " PROCTOR_VERSION);
		return FAULT_EXIT_FULL;
	}
	verb = verb_find(argv[1]);
	return verb ? verb->run(argc - 1, argv + 1) : unknown(argv[1]);
}
