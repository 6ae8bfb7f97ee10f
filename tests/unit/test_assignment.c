#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/text.h"
#include "harness/core/assignment.h"
#include "tests/unit/scratch.h"

#define SMALL                                                                                      \
	"id: pipe-relay\ntitle: T\nmechanisms: [pipe]\nprograms:\n  - name: relay\n"               \
	"    sources: ['*.c']\n" /* lines 1 to 6 */

static struct assignment *load(const char *dir)
{
	cleanup_buf struct buf why = BUF_INIT;
	struct assignment *assignment = NULL;
	int error = assignment_load(dir, &assignment, &why);

	cr_assert_eq(error, 0, "%s", why.data);
	cr_assert_eq(why.length, 0);
	return assignment;
}

static void expect_refusal(const char *text, const char *sentence)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *path = scratch_write(folder, "assignment.yaml", text);
	cleanup_buf struct buf why = BUF_INIT;
	struct assignment *assignment = NULL;

	cr_assert_eq(assignment_load(folder, &assignment, &why), -EINVAL, "taken: %s", text);
	cr_assert_null(assignment);
	cr_assert(text_starts(why.data, path), "no path in '%s'", why.data);
	cr_assert_str_eq(why.data + strlen(path), sentence);
}

Test(assignment, reads_every_key)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *path = scratch_write(folder, "assignment.yaml",
		"id: pipe-relay\n"
		"title: Relay lines through a pipe\n"
		"mechanisms: [pipe, signal]\n"
		"build: make\n"
		"programs:\n"
		"  - name: relay\n"
		"    sources: [\"*.c\", lib/*.c]\n"
		"  - name: helper\n"
		"flags: [-std=gnu11, -Wall]\n"
		"libraries: [-pthread]\n"
		"limits: {cpu_ms: 5000, processes: 64}\n"
		"analyse:\n"
		"  - tool: memcheck\n"
		"    scenarios: [lines/*]\n");
	struct assignment *it = load(folder);

	cr_assert(file_exists(path));
	cr_assert_str_eq(it->id, "pipe-relay");
	cr_assert_str_eq(it->title, "Relay lines through a pipe");
	cr_assert_eq(it->mechanisms_count, 2);
	cr_assert_str_eq(it->mechanisms[1], "signal");
	cr_assert_eq(it->build, ASSIGNMENT_MAKE);
	cr_assert_eq(it->programs_count, 2);
	cr_assert_str_eq(it->programs[0].sources[1], "lib/*.c");
	cr_assert_str_eq(it->programs[1].name, "helper");
	cr_assert_eq(it->flags_count, 2);
	cr_assert_str_eq(it->libraries[0], "-pthread");
	cr_assert_eq(it->limits.cpu_ms, 5000);
	cr_assert_eq(it->limits.memory_mb, 0);
	cr_assert_eq(it->limits.processes, 64);
	cr_assert_str_eq(it->analyse[0].tool, "memcheck");
	cr_assert_str_eq(it->analyse[0].scenarios[0], "lines/*");
	assignment_free(it);
}

Test(assignment, needs_little)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *path = scratch_write(folder, "assignment.yaml", SMALL);
	struct assignment *it = load(folder);

	cr_assert_str_eq(it->paths.yaml, path);
	cr_assert_eq(it->build, ASSIGNMENT_SOURCES);
	cr_assert_eq(it->flags_count + it->libraries_count + it->analyse_count, 0);
	cr_assert_eq(it->limits.cpu_ms, 0);
	assignment_free(it);
}

Test(assignment, names_file_and_line_of_what_is_wrong)
{
	expect_refusal(SMALL "flag: [-O2]\n", ":7: unknown key 'flag' (did you mean 'flags'?)");
	expect_refusal(SMALL "limits:\n  cpu_ms: 5 s\n",
		":8: 'cpu_ms' must be a whole number from 0 to 4294967295, not '5 s'");
	expect_refusal(SMALL "build: cmake\n",
		":7: 'build' must be 'sources' or 'make', not 'cmake' (did you mean 'make'?)");
	expect_refusal(SMALL "analyse:\n  - tool: memcheck\n",
		":8: the key 'scenarios' is missing in entry 1 of 'analyse'");
	expect_refusal("id: x\ntitle: T\nprograms: [{name: a, sources: [a.c]}]\n",
		":1: the key 'mechanisms' is missing in the file");
}

Test(assignment, refuses_names_that_leave_their_folder)
{
	expect_refusal(
		"title: T\nmechanisms: []\nprograms: [{name: a, sources: [a.c]}]\nid: ../x\n",
		":4: 'id' must be letters, digits, '_', '.' and '-', and begin with none of the "
		"last two, not '../x'");
	expect_refusal("id: x\ntitle: T\nmechanisms: []\nprograms:\n  - sources: [a.c]\n"
		       "    name: bin/a\n",
		":6: 'name' must be letters, digits, '_', '.' and '-', and begin with none of the "
		"last two, not 'bin/a'");
}

Test(assignment, refuses_programs_that_cannot_be_told_apart_or_built)
{
	expect_refusal(SMALL "  - name: relay\n    sources: [b.c]\n",
		":7: the name 'relay' is already that of the program in line 5");
	expect_refusal(SMALL "  - name: other\n",
		":7: the program 'other' has no 'sources' (only 'build: make' goes without)");
}

Test(assignment, says_that_there_is_none)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *wanted =
		xasprintf("%s/assignment.yaml: No such file or directory", folder);
	cleanup_buf struct buf why = BUF_INIT;
	struct assignment *assignment = NULL;

	cr_assert_eq(assignment_load(folder, &assignment, &why), -ENOENT);
	cr_assert_str_eq(why.data, wanted);
}

/* Goes into a tree as the project has it, or into one folder for all. */
static void enter(const char *folder, bool apart)
{
	free(scratch_write(folder, "assignments/x/assignment.yaml", SMALL));
	if (apart) {
		free(scratch_write(folder, "rubrics/pipe-relay.yaml", ""));
		free(scratch_write(folder, "reference/pipe-relay/relay.c", ""));
	}
	cr_assert_eq(chdir(folder), 0);
}

Test(assignment, finds_rubric_and_reference_beside_the_assignments)
{
	cleanup_scratch char *folder = scratch_make();
	struct assignment *it;

	enter(folder, true);
	it = load("assignments/x");
	cr_assert_str_eq(it->paths.dir, "assignments/x");
	cr_assert_str_eq(it->paths.yaml, "assignments/x/assignment.yaml");
	cr_assert_str_eq(it->paths.handout, "assignments/x/handout.md");
	cr_assert_str_eq(it->paths.starter, "assignments/x/starter");
	cr_assert_str_eq(it->paths.scenarios, "assignments/x/scenarios.c");
	cr_assert_str_eq(it->paths.rubric, "rubrics/pipe-relay.yaml");
	cr_assert_str_eq(it->paths.reference, "reference/pipe-relay");
	assignment_free(it);
}

Test(assignment, finds_rubric_and_reference_in_its_own_folder)
{
	cleanup_scratch char *folder = scratch_make();
	struct assignment *it;

	enter(folder, false);
	it = load("assignments/x");
	cr_assert_str_eq(it->paths.rubric, "assignments/x/rubric.yaml");
	cr_assert_str_eq(it->paths.reference, "assignments/x/reference");
	assignment_free(it);
}

Test(assignment, tidies_its_paths)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *absolute = xasprintf("%s//assignments/./y/../x/", folder);
	cleanup_free char *wanted = xasprintf("%s/rubrics/pipe-relay.yaml", folder);
	struct assignment *it;

	enter(folder, true);
	it = load(absolute);
	cr_assert_str_eq(it->paths.rubric, wanted);
	assignment_free(it);
	it = load("./assignments//x/.");
	cr_assert_str_eq(it->paths.dir, "assignments/x");
	assignment_free(it);
	cr_assert_eq(chdir("assignments/x"), 0);
	it = load(".");
	cr_assert_str_eq(it->paths.dir, ".");
	cr_assert_str_eq(it->paths.yaml, "assignment.yaml");
	cr_assert_str_eq(it->paths.rubric, "../../rubrics/pipe-relay.yaml");
	assignment_free(it);
	cr_assert_eq(chdir(".."), 0);
	it = load("x");
	cr_assert_str_eq(it->paths.reference, "../reference/pipe-relay");
	assignment_free(it);
}
