/*
 * proctor check: a student's own run, with what a student may see.
 */
#include "harness/base/pool.h"
#include "harness/cmd/single.h"

static int run_check(int argc, char **argv)
{
	const struct verb *verb = verb_find("check");
	struct single single = { .work = ".", .format = "terminal", .jobs = pool_width() };
	const struct option_spec specs[] =
		SINGLE_OPTIONS(&single, { "assignment", 'a', OPTION_TEXT, &single.assignment }, );
	int first = options_parse(verb, argc, argv, specs, 0, 1);

	if (first < argc)
		single.work = argv[first];
	return single_run(verb, &single);
}

REGISTRY_ADD(verbs, verb) = {
	.name = "check",
	.usage = "check [DIR] [--assignment ID|PATH] [-o DIR] [--format FORMAT] [-j N]",
	.about = "check one's own work, as often as one likes",
	.help = "\n"
		"Grades the work in DIR (default: here) as `proctor grade` does, and shows what a\n"
		"student may see. DIR remembers its assignment when `proctor start` made it.\n"
		"\n"
		"  -a, --assignment ID  check against this assignment\n"
		"  -o, --output DIR     keep all evidence and every report in DIR/NAME/\n"
		"  -f, --format NAME    what to print: terminal, json, junit, gitlab,\n"
		"                       gradescope or csv\n"
		"  -j, --jobs N         scenarios side by side (default: one a processor)\n"
		"  -s, --scenario NAME  run only these scenarios (a pattern: 'eof/*'), show all\n"
		"                       that they saw, and make no score\n"
		"  --require MODE       refuse less isolation than full, root or plain\n"
		"\n"
		"Exit status: 0 full marks, 1 points lost, 2 bad input, 3 broken on our side.\n",
	.run = run_check,
};
