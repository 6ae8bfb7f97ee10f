/*
 * proctor oracle: builds what an assignment judges with. The Makefile's word.
 */
#include "harness/cmd/options.h"

#include <errno.h>

#include "harness/core/home.h"
#include "harness/base/cleanup.h"
#include "harness/steps/oracle.h"

static int run_oracle(int argc, char **argv)
{
	const struct verb *verb = verb_find("oracle");
	int first = options_parse(verb, argc, argv, (struct option_spec[]){ { NULL } }, 2, 2);
	cleanup_free char *dir = home_assignment(argv[first]);
	cleanup_buf struct buf why = BUF_INIT;
	struct assignment *assignment;
	int error;

	if (!dir)
		options_refuse(verb, "there is no assignment '%s'", argv[first]);
	error = assignment_load(dir, &assignment, &why);
	if (!error) {
		error = oracle_build(assignment, argv[first + 1], &why);
		assignment_free(assignment);
	}
	if (error)
		warn("%s", why.data);
	return error ? FAULT_EXIT_USAGE : FAULT_EXIT_FULL;
}

REGISTRY_ADD(verbs, verb) = {
	.name = "oracle",
	.usage = "oracle ID|PATH DIR",
	.help = "Builds the scenarios and the reference of an assignment into DIR.\n"
		"Grading does so by itself when it is needed; `make` does it for our own.\n",
	.run = run_oracle,
};
