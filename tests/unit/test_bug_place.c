#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/steps/bug_place.h"

/* As patched: main() lacks its wait(). */
static const char source[] = "static void help(void)\n" /* 1 */
			     "{\n"
			     "\tputs(\"help\");\n"
			     "}\n"
			     "\n" /* 5 */
			     "int main(void)\n"
			     "{\n"
			     "\tfork();\n"
			     "\tclose(3);\n"
			     "\tputs(\"a\");\n" /* 10 */
			     "\tputs(\"b\");\n"
			     "\treturn 0;\n"
			     "}\n";

#define HEAD "Subject: s\nExpect-lost: i\nExpect-cause: output\n\n--- a/p.c\n+++ b/p.c\n"

static const char lacks[] = HEAD "@@ -10,4 +10,2 @@\n \tputs(\"a\");\n-\tif (1)\n"
				 "-\t\tputs(\"b\");\n+\tputs(\"b\");\n";
static const char changes[] = HEAD "@@ -10,2 +10,2 @@\n \tputs(\"a\");\n-\tputs(\"c\");\n"
				   "+\tputs(\"b\");\n";

static enum bug_place place(const char *patch, unsigned line, const char *places)
{
	cleanup_free char *dir = file_temp_dir();
	cleanup_free char *path = file_join(dir, "b.patch");
	cleanup_free char *file = file_join(dir, "p.c");
	cleanup_buf struct buf why = BUF_INIT;
	const struct finding finding = {
		.file = (char *)(uintptr_t) "p.c", .line = line, .places = (char *)(uintptr_t)places
	};
	struct bug bug;
	enum bug_place found;

	file_write(path, patch, strlen(patch));
	file_write(file, source, strlen(source));
	cr_assert_eq(bug_load(path, &bug, &why), 0, "%s", why.data);
	found = bug_place_of(&bug, dir, &finding);
	bug_release(&bug);
	file_remove_tree(dir);
	return found;
}

Test(bug_place, is_the_line_of_the_finding_where_a_hunk_covers_it)
{
	cr_assert_eq(place(changes, 11, ""), BUG_BY_LINE);
	cr_assert_eq(place(changes, 9, ""), BUG_ELSEWHERE);
	cr_assert_eq(place(changes, 0, ""), BUG_ELSEWHERE);
}

Test(bug_place, is_a_further_place_that_the_finding_names)
{
	cr_assert_eq(place(changes, 3, "p.c:8\np.c:10"), BUG_BY_PLACE);
	cr_assert_eq(place(changes, 3, "p.c:8\nq.c:10"), BUG_ELSEWHERE);
}

Test(bug_place, is_the_function_where_the_patch_only_takes_lines_away)
{
	cr_assert_eq(place(lacks, 8, ""), BUG_IN_FUNCTION);
	cr_assert_eq(place(lacks, 3, "p.c:9"), BUG_IN_FUNCTION);
	cr_assert_eq(place(lacks, 3, ""), BUG_ELSEWHERE);
	cr_assert_eq(place(changes, 8, ""), BUG_ELSEWHERE);
}

Test(bug_place, is_nowhere_without_a_finding)
{
	cr_assert_eq(bug_place_of(&(struct bug){ .name = NULL }, "/", NULL), BUG_ELSEWHERE);
}
