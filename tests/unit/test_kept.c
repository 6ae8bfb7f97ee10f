/*
 * Schedules that are kept in files, which anybody may have written.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "explorer/choice.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/explore/kept.h"
#include "tests/unit/scratch.h"

static const char whole[] = "{\"schedule\": 1, \"program\": [\"./locks\", \"4\"], \"folder\": "
			    "\"work\", \"input\": null,"
			    " \"digest\": \"5f1c\", \"name\": \"pct:1:2\", \"kind\": \"deadlock\","
			    " \"identity\": \"ffffffffffffffff\", \"text\": \"Nobody can go on\","
			    " \"decisions\": [[0, 4, \"next\", 1], [1, 2, \"choice\", 1]]}";

static int read_text(const char *text, struct kept *ret, struct buf *why)
{
	cleanup_json json_t *json = json_loads(text, 0, NULL);

	cr_assert(json);
	return kept_from_json(json, ret, why);
}

Test(kept, is_read_as_it_was_written)
{
	cleanup_kept struct kept kept = KEPT_INIT, again = KEPT_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	cleanup_json json_t *json = NULL;

	cr_assert_eq(read_text(whole, &kept, &why), 0, "%s", why.data);
	json = kept_to_json(&kept);
	cr_assert_eq(kept_from_json(json, &again, &why), 0, "%s", why.data);
	cr_assert_str_eq(again.argv[0], "./locks");
	cr_assert_str_eq(again.argv[1], "4");
	cr_assert_eq(again.argv[2], NULL);
	cr_assert_str_eq(again.folder, "work");
	cr_assert_eq(again.input, NULL);
	cr_assert_str_eq(again.digest, "5f1c");
	cr_assert_str_eq(again.name, "pct:1:2");
	cr_assert_eq(again.kind, EXPLORED_DEADLOCK);
	cr_assert_eq(again.identity, UINT64_MAX);
	cr_assert_str_eq(again.text, "Nobody can go on");
	cr_assert_eq(again.decisions.count, 2);
	cr_assert_eq(again.decisions.list[0].point, 4);
	cr_assert_eq(again.decisions.list[0].value, 1);
	cr_assert_eq(again.decisions.list[1].task, 1);
	cr_assert_eq(again.decisions.list[1].kind, DECIDES_CHOICE);
}

Test(kept, says_in_what_circumstances_it_was)
{
	cleanup_kept struct kept kept = KEPT_INIT, again = KEPT_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	cleanup_json json_t *json = NULL;

	cr_assert_eq(read_text(whole, &kept, &why), 0, "%s", why.data);
	kept.piped = true;
	kept.leaver = LEAVER_CHILD;
	kept.sigpipe_is_fault = true;
	kept.decisions.circumstances = (struct circumstances){
		.choices = CHOICE_PARTS | CHOICE_LEAVE,
		.leaver = 2,
		.leaves_at = 7,
		.reader_leaves = true,
		.reader_leaves_after = 3,
		.input_given = 11,
	};
	json = kept_to_json(&kept);
	cr_assert_eq(kept_from_json(json, &again, &why), 0, "%s", why.data);
	cr_assert(again.piped && again.sigpipe_is_fault);
	cr_assert_eq(again.leaver, LEAVER_CHILD);
	cr_assert_eq(again.decisions.circumstances.choices, CHOICE_PARTS | CHOICE_LEAVE);
	cr_assert_eq(again.decisions.circumstances.leaver, 2);
	cr_assert_eq(again.decisions.circumstances.leaves_at, 7);
	cr_assert(again.decisions.circumstances.reader_leaves);
	cr_assert_eq(again.decisions.circumstances.reader_leaves_after, 3);
	cr_assert_eq(again.decisions.circumstances.input_given, 11);
}

static void refuse(const char *from, const char *to)
{
	cleanup_kept struct kept kept = KEPT_INIT;
	cleanup_buf struct buf text = BUF_INIT, why = BUF_INIT;
	const char *at = strstr(whole, from);

	cr_assert(at, "%s", from);
	buf_add(&text, whole, (size_t)(at - whole));
	buf_adds(&text, to);
	buf_adds(&text, at + strlen(from));
	cr_assert_neq(read_text(text.data, &kept, &why), 0, "%s", to);
	cr_assert_neq(why.length, 0);
}

Test(kept, refuses_what_is_no_schedule)
{
	refuse("\"schedule\": 1", "\"schedule\": 2");
	refuse("[\"./locks\", \"4\"]", "[]");
	refuse("[\"./locks\", \"4\"]", "[1]");
	refuse("[\"./locks\", \"4\"]", "\"./locks\"");
	refuse("deadlock", "slowness");
	refuse("ffffffffffffffff", "fffffffffffffffff");
	refuse("ffffffffffffffff", "");
	refuse("ffffffffffffffff", "12x");
	refuse("[0, 4, \"next\", 1]", "[64, 4, \"next\", 1]");
	refuse("[0, 4, \"next\", 1]", "[-1, 4, \"next\", 1]");
	refuse("[0, 4, \"next\", 1]", "[0, 4294967296, \"next\", 1]");
	refuse("[0, 4, \"next\", 1]", "[0, 4, \"next\", 2147483648]");
	refuse("[0, 4, \"next\", 1]", "[0, 4, \"then\", 1]");
	refuse("[0, 4, \"next\", 1]", "[0, 4, 0, 1]");
	refuse("[0, 4, \"next\", 1]", "[0, 4, \"next\"]");
	refuse("[0, 4, \"next\", 1]", "[0, 4, \"next\", 1.5]");
	refuse("[0, 4, \"next\", 1]", "{}");
	refuse("\"input\": null", "\"input\": null, \"leaver\": \"somebody\"");
	refuse("\"input\": null", "\"circumstances\": {\"choices\": \"parts+\"}");
	refuse("\"input\": null", "\"circumstances\": {\"leaver\": 65}");
	refuse("\"input\": null", "\"circumstances\": {\"leaves_at\": -1}");
	refuse("5f1c", "00000000000000000000000000000000000000000000000000000000000000000");
}

Test(kept, refuses_more_decisions_than_a_run_can_take)
{
	cleanup_kept struct kept kept = KEPT_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	cleanup_json json_t *json = json_loads(whole, 0, NULL);
	json_t *decisions = json_object_get(json, "decisions");

	while (json_array_size(decisions) <= ARENA_STEPS)
		json_array_append(decisions, json_array_get(decisions, 0));
	cr_assert_neq(kept_from_json(json, &kept, &why), 0);
}

Test(kept, begins_a_relative_folder_where_its_file_lies)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_kept struct kept kept = KEPT_INIT, again = KEPT_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	char path[512], expected[512];

	snprintf(path, sizeof(path), "%s/1.schedule", folder);
	snprintf(expected, sizeof(expected), "%s/work", folder);
	cr_assert_eq(read_text(whole, &kept, &why), 0);
	cr_assert_eq(kept_save(&kept, path), 0);
	cr_assert_eq(kept_load(path, &again, &why), 0, "%s", why.data);
	cr_assert_str_eq(again.folder, expected);
}

Test(kept, knows_the_program_that_it_was_kept_of)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_kept struct kept kept = KEPT_INIT;
	const char *const argv[] = { "./program", NULL };
	const struct session_program program = { .argv = argv, .folder = folder };
	char path[512];

	snprintf(path, sizeof(path), "%s/program", folder);
	cr_assert_eq(file_write(path, "one", 3), 0);
	kept_begin(&kept, &program);
	cr_assert(kept_is_of(&kept));
	cr_assert_eq(file_write(path, "two", 3), 0);
	cr_assert_not(kept_is_of(&kept));
	cr_assert_eq(unlink(path), 0);
	cr_assert_not(kept_is_of(&kept));
}

Test(kept, a_file_that_is_none_is_named)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_kept struct kept kept = KEPT_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	char path[512];

	snprintf(path, sizeof(path), "%s/1.schedule", folder);
	cr_assert_neq(kept_load(path, &kept, &why), 0);
	cr_assert_eq(file_write(path, "{\"schedule\": ", 13), 0);
	buf_reset(&why);
	cr_assert_neq(kept_load(path, &kept, &why), 0);
	cr_assert(strstr(why.data, "1.schedule"));
}
