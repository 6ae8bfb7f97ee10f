#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "harness/steps/bug.h"
#include "tests/unit/scratch.h"

static const char patch[] = "Subject: the child keeps its copy of the write end\n"
			    "Expect-lost: eof, order\n"
			    "Expect-cause: DEADLOCKED relay.c:2\n"
			    "\n"
			    "A paragraph: with a colon.\n"
			    "\n"
			    "--- a/relay.c\n"
			    "+++ b/relay.c\n"
			    "@@ -1,3 +1,3 @@\n"
			    " one\n"
			    "-two\n"
			    "+TWO\n"
			    " three\n";

Test(bug, the_head_of_a_patch_says_what_it_must_lose)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *path = scratch_write(folder, "kept.patch", patch);
	cleanup_buf struct buf why = BUF_INIT;
	struct bug bug;

	cr_assert_eq(bug_load(path, &bug, &why), 0, "%s", why.data);
	cr_assert_str_eq(bug.name, "kept");
	cr_assert_str_eq(bug.subject, "the child keeps its copy of the write end");
	cr_assert_eq(bug.lost_count, 2);
	cr_assert_str_eq(bug.lost[1], "order");
	cr_assert_str_eq(bug.cause, "DEADLOCKED");
	cr_assert_str_eq(bug.file, "relay.c");
	cr_assert_eq(bug.line, 2);
	cr_assert(bug_touches(&bug, "relay.c", 3));
	cr_assert_not(bug_touches(&bug, "relay.c", 4));
	cr_assert_not(bug_touches(&bug, "other.c", 2));
	bug_release(&bug);
}

Test(bug, a_patch_without_its_head_is_refused)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *path = scratch_write(folder, "x.patch", strstr(patch, "--- a"));
	cleanup_buf struct buf why = BUF_INIT;
	struct bug bug;

	cr_assert_eq(bug_load(path, &bug, &why), -EINVAL);
	cr_assert_not_null(strstr(why.data, "Expect-lost:"));
}

Test(bug, is_applied_to_a_copy_without_the_bugs_and_variants)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *path = scratch_write(folder, "reference/bugs/kept.patch", patch);
	cleanup_free char *reference = file_join(folder, "reference");
	cleanup_free char *copy = file_join(folder, "copy");
	cleanup_free char *patched = file_join(copy, "relay.c");
	cleanup_free char *left_out = file_join(copy, "bugs");
	cleanup_buf struct buf why = BUF_INIT, text = BUF_INIT;
	struct bug bug;

	free(scratch_write(folder, "reference/relay.c", "one\ntwo\nthree\n"));
	cr_assert_eq(bug_load(path, &bug, &why), 0);
	cr_assert_eq(bug_apply(&bug, reference, copy, &why), 0, "%s", why.data);
	cr_assert_eq(file_read(patched, &text, 100), 0);
	cr_assert_str_eq(text.data, "one\nTWO\nthree\n");
	cr_assert_not(file_exists(left_out));
	bug_release(&bug);
}

Test(bug, that_does_not_apply_is_told_with_its_name)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *path = scratch_write(folder, "reference/bugs/kept.patch", patch);
	cleanup_free char *reference = file_join(folder, "reference");
	cleanup_free char *copy = file_join(folder, "copy");
	cleanup_buf struct buf why = BUF_INIT;
	struct bug bug;

	free(scratch_write(folder, "reference/relay.c", "quite\nanother\nfile\n"));
	cr_assert_eq(bug_load(path, &bug, &why), 0);
	cr_assert_eq(bug_apply(&bug, reference, copy, &why), -EINVAL);
	cr_assert_not_null(strstr(why.data, "kept.patch does not apply"));
	bug_release(&bug);
}
