/*
 * Whose bytes: an instructor's, or of whoever an instructor has an assignment from.
 * Who reads them: core/assignment.c (libyaml, libcyaml, core/yaml.c).
 * What must hold: it is read as a whole, or refused with one sentence that names file and
 * line; names become files inside of their folder; no list is promised that is not there.
 *
 * Options: -max_len=2048
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "harness/base/cleanup.h"
#include "harness/base/text.h"
#include "harness/core/assignment.h"
#include "tests/fuzz/fuzz.h"

static bool is_name(const char *text)
{
	return *text && !strchr(text, '/') && *text != '.' && *text != '-' && fuzz_is_line(text);
}

static void check_list(char *const *list, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		HOLDS(list[i] && *list[i]);
}

static void check(const struct assignment *assignment)
{
	const struct assignment_paths *paths = &assignment->paths;
	cleanup_free char *yaml = fuzz_file("assignment.yaml", NULL, 0);

	HOLDS(is_name(assignment->id) && *assignment->title);
	HOLDS(assignment->programs_count > 0);
	for (unsigned i = 0; i < assignment->programs_count; i++) {
		HOLDS(is_name(assignment->programs[i].name));
		check_list(assignment->programs[i].sources, assignment->programs[i].sources_count);
		HOLDS(assignment->build == ASSIGNMENT_MAKE ||
			assignment->programs[i].sources_count > 0);
	}
	for (unsigned i = 0; i < assignment->analyse_count; i++) {
		HOLDS(*assignment->analyse[i].tool && assignment->analyse[i].scenarios_count > 0);
		check_list(
			assignment->analyse[i].scenarios, assignment->analyse[i].scenarios_count);
	}
	check_list(assignment->mechanisms, assignment->mechanisms_count);
	check_list(assignment->flags, assignment->flags_count);
	check_list(assignment->libraries, assignment->libraries_count);
	HOLDS(strcmp(paths->yaml, yaml) == 0);
	HOLDS(!strstr(paths->rubric, "..") && !strstr(paths->reference, ".."));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *path = fuzz_file("assignment.yaml", data, size);
	cleanup_buf struct buf why = BUF_INIT;
	struct assignment *assignment = NULL;
	int next = fuzz_next_fd();
	int error = assignment_load(fuzz_folder(), &assignment, &why);

	HOLDS(fuzz_next_fd() == next);
	HOLDS(error == 0 || error == -EINVAL || error == -EBADMSG);
	HOLDS(error ? fuzz_is_sentence(&why) && text_starts(why.data, path) : why.length == 0);
	HOLDS((assignment != NULL) == (error == 0));
	if (assignment)
		check(assignment);
	assignment_free(assignment);
	return 0;
}
