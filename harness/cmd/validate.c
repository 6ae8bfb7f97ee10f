/*
 * proctor validate: is an assignment right about what is known?
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "harness/base/interrupt.h"
#include "harness/base/pool.h"
#include "harness/cmd/options.h"
#include "harness/core/home.h"
#include "harness/steps/validate.h"

static int validate_one(const char *name, unsigned jobs, struct validation *sum)
{
	cleanup_course struct course course = COURSE_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	int error = course_open(name, &course, &why);

	if (!error) {
		printf("%s\n", course.assignment->id);
		error = validate(&course, jobs, stdout, sum, &why);
	}
	if (error)
		warn("%s", why.data);
	return error;
}

static void print_places(const struct validation *sum)
{
	const unsigned *places = sum->places;

	if (sum->bugs)
		printf("first finding inside the patch: %u of %u bugs (%u by its line, %u by "
		       "another "
		       "place that it names,\n%u by the function that lines are missing in)\n",
			sum->bugs - places[BUG_ELSEWHERE], sum->bugs, places[BUG_BY_LINE],
			places[BUG_BY_PLACE], places[BUG_IN_FUNCTION]);
}

static int validate_all(unsigned jobs, struct validation *sum)
{
	cleanup_free char *dir = file_join(home()->data, "assignments");
	char **names = file_list(dir);
	int worst = names ? 0 : -errno;

	for (char **name = names; name && *name && !interrupt_seen(); name++) {
		int error = validate_one(*name, jobs, sum);

		if (error)
			worst = error;
	}
	file_list_free(names);
	return worst;
}

static int run_validate(int argc, char **argv)
{
	const struct verb *verb = verb_find("validate");
	struct validation sum = { .held = 0 };
	unsigned jobs = pool_width();
	bool all = false;
	const struct option_spec specs[] = {
		{ "all", 'a', OPTION_FLAG, &all },
		{ "jobs", 'j', OPTION_NUMBER, &jobs },
		OPTION_REQUIRE,
		{ NULL },
	};
	int first = options_parse(verb, argc, argv, specs, 0, -1);
	int error = 0;

	if (!all && first == argc)
		options_refuse(verb, "name an assignment, or --all");
	interrupt_watch();
	if (all)
		error = validate_all(jobs, &sum);
	for (int i = first; i < argc && !interrupt_seen(); i++) {
		int one = validate_one(argv[i], jobs, &sum);

		if (one)
			error = one;
	}
	if (interrupt_seen())
		interrupt_end();
	print_places(&sum);
	printf("%u held, %u failed\n", sum.held, sum.failed);
	if (error == -EINVAL || error == -ENOENT)
		return FAULT_EXIT_USAGE;
	if (error)
		return FAULT_EXIT_BROKEN;
	return sum.failed ? FAULT_EXIT_POINTS : FAULT_EXIT_FULL;
}

REGISTRY_ADD(verbs, verb) = {
	.name = "validate",
	.usage = "validate [--all | ID|PATH ...] [-j N]",
	.about = "test an assignment against its known bugs and right answers",
	.help = "\n"
		"The reference and every variant must get full marks without a finding, each\n"
		"bug must lose exactly the items that its patch names, for the cause that it\n"
		"names, each item must be lost by some bug, each scenario must count once.\n"
		"\n"
		"  -a, --all      all assignments of ours\n"
		"  -j, --jobs N   gradings at a time (default: one a processor)\n"
		"  --require MODE refuse less isolation than full, root or plain\n"
		"\n"
		"Exit status: 0 all of it holds, 1 something does not, 2 bad input, 3 broken.\n",
	.run = run_validate,
};
