/*
 * proctor grade: one submission, one score, one report.
 */
#include "harness/base/pool.h"
#include "harness/cmd/single.h"

static int run_grade(int argc, char **argv)
{
	const struct verb *verb = verb_find("grade");
	struct single single = { .format = "terminal", .jobs = pool_width(), .staff = true };
	const struct option_spec specs[] = SINGLE_OPTIONS(&single);
	int first = options_parse(verb, argc, argv, specs, 2, 2);

	single.assignment = argv[first];
	single.work = argv[first + 1];
	return single_run(verb, &single);
}

REGISTRY_ADD(verbs, verb) = {
	.name = "grade",
	.usage = "grade ID|PATH SUBMISSION [-o DIR] [--format FORMAT] [-j N]",
	.about = "grade one submission and print its report",
	.help = "\n"
		"SUBMISSION is a folder, a .c file, or a .zip or .tar.* archive.\n"
		"\n"
		"  -o, --output DIR   keep all evidence and every report in DIR/NAME/;\n"
		"                     without it, or with -, only the report is printed\n"
		"  -f, --format NAME  what to print: terminal, json, junit, gitlab,\n"
		"                     gradescope or csv\n"
		"  -j, --jobs N       scenarios side by side (default: one a processor)\n"
		"  -s, --scenario NAME  run only these scenarios (a pattern: 'eof/*'), show all\n"
		"                     that they saw, and make no score\n"
		"  --require MODE     refuse less isolation than full, root or plain\n"
		"\n"
		"Exit status: 0 full marks, 1 points lost, 2 bad input, 3 broken on our side.\n",
	.run = run_grade,
};
