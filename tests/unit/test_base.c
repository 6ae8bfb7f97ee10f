#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/base/pool.h"
#include "harness/base/text.h"
#include "tests/unit/scratch.h"

/* Compares and frees. */
static void is_text(char *text, const char *wanted)
{
	cr_assert_str_eq(text, wanted);
	free(text);
}

/*** text ***/

Test(text, escapes_controls_and_keeps_what_is_utf8)
{
	cleanup_buf struct buf shown = BUF_INIT;

	text_escape(&shown, "a\tb\n\033[1m\\é\xff\xc2\x9b", 14, 100);
	cr_assert_str_eq(shown.data, "a\\tb\\n\\x1b[1m\\\\é\\xff\\xc2\\x9b");
}

Test(text, marks_that_reorder_a_line_are_shown_as_bytes)
{
	cleanup_buf struct buf shown = BUF_INIT;

	text_escape(&shown,
		"a\xe2\x80\xae"
		"b\xe2\x81\xa6"
		"c\xe2\x82\xac",
		12, 100);
	cr_assert_str_eq(shown.data, "a\\xe2\\x80\\xaeb\\xe2\\x81\\xa6c\xe2\x82\xac");
}

Test(text, broken_utf8_becomes_the_replacement_character)
{
	cleanup_buf struct buf clean = BUF_INIT;
	cleanup_json json_t *value = NULL;

	text_to_utf8(&clean, "a\xc3(\xed\xa0\x80\0z", 8);
	value = json_stringn(clean.data, clean.length);
	cr_assert_not_null(value);
	cr_assert_not_null(strstr(clean.data, "\xEF\xBF\xBD"));
}

Test(text, points_are_written_as_people_do)
{
	is_text(text_points(15), "15");
	is_text(text_points(7.5), "7.5");
	is_text(text_points(100.0 / 3), "33.33");
	is_text(text_points(0), "0");
}

Test(text, distance_finds_the_word_that_was_meant)
{
	cr_assert_eq(text_distance("grade", "grade", 2), 0);
	cr_assert_eq(text_distance("gard", "grade", 3), 3);
	cr_assert_eq(text_distance("point", "points", 2), 1);
	cr_assert_eq(text_distance("completely", "different", 2), 3);
}

/*** files ***/

Test(file, a_write_that_fails_leaves_the_old_file_and_no_other)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *path = scratch_write(folder, "score.jsonl", "old");
	struct rlimit small = { 100, 100 };
	cleanup_buf struct buf text = BUF_INIT;
	char bytes[1000] = { 0 };
	char **names;

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &small);
	cr_assert_eq(file_write(path, bytes, sizeof(bytes)), -EFBIG);
	cr_assert_eq(file_read(path, &text, 100), 0);
	cr_assert_str_eq(text.data, "old");
	names = file_list(folder);
	cr_assert_str_eq(names[0], "score.jsonl");
	cr_assert_null(names[1]);
	file_list_free(names);
}

Test(file, a_tree_is_removed_without_following_a_link_out_of_it)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *kept = scratch_write(folder, "kept/file", "x");
	cleanup_free char *link = file_join(folder, "tree/link");
	cleanup_free char *tree = file_join(folder, "tree");

	free(scratch_write(folder, "tree/deep/er/file", "y"));
	cr_assert_eq(symlink("../kept", link), 0);
	cr_assert_eq(file_remove_tree(tree), 0);
	cr_assert_not(file_exists(tree));
	cr_assert(file_exists(kept));
}

Test(file, a_basename_has_no_slashes)
{
	is_text(file_basename("a/b/c.c"), "c.c");
	is_text(file_basename("a/b///"), "b");
	is_text(file_basename("/"), "/");
}

/*** JSON lines ***/

Test(jsonl, an_error_names_file_and_line)
{
	cleanup_buf struct buf why = BUF_INIT;
	json_t *lines = NULL;

	cr_assert_eq(jsonl_parse("{}\n{]\n", 6, "run.jsonl", &lines, &why), -EBADMSG);
	cr_assert_eq(strncmp(why.data, "run.jsonl:2: ", 13), 0, "%s", why.data);
}

Test(jsonl, whole_points_have_no_fraction)
{
	cleanup_json json_t *whole = jsonl_points(15);
	cleanup_json json_t *part = jsonl_points(7.5);

	is_text(json_dumps(whole, JSON_ENCODE_ANY), "15");
	is_text(json_dumps(part, JSON_ENCODE_ANY), "7.5");
}

/*** the pool ***/

struct tally {
	int done, sum, killed;
};

static int work(size_t index, void *data)
{
	(void)data;
	if (index == 3)
		raise(SIGKILL);
	return (int)index;
}

static void done(size_t index, int status, void *data)
{
	struct tally *tally = data;

	tally->done++;
	if (WIFSIGNALED(status))
		tally->killed += index == 3;
	else
		tally->sum += WEXITSTATUS(status) == (int)index;
}

Test(pool, every_piece_is_done_once_and_one_that_dies_stops_nothing)
{
	struct tally tally = { 0 };

	cr_assert_eq(pool_run(&(struct pool){
			     .count = 20, .width = 3, .data = &tally, .work = work, .done = done }),
		0);
	cr_assert_eq(tally.done, 20);
	cr_assert_eq(tally.killed, 1);
	cr_assert_eq(tally.sum, 19);
}
