/*
 * The main function of every scenario program: Criterion's runner, and a list
 * of the scenarios for whoever checks a rubric against them.
 */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/scenario/scenario.h"

static int list(void)
{
	registry_each (scenarios, scenario, s) {
		json_t *line = json_pack("{s:s, s:s, s:s}", "scenario", s->name, "about",
			s->options.about ? s->options.about : "", "read",
			s->options.read ? s->options.read : "");
		char *text = json_dumps(line, JSON_COMPACT);

		puts(text);
		free(text);
		json_decref(line);
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct criterion_test_set *tests;
	int result = 0;

	if (argc == 2 && strcmp(argv[1], "--scenarios") == 0)
		return list();
	tests = criterion_initialize();
	if (criterion_handle_args(argc, argv, true))
		result = !criterion_run_all_tests(tests);
	criterion_finalize(tests);
	return result;
}
