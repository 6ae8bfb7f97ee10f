#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "harness/analyse/values_log.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"

static int load(const char *text, size_t length, struct values_log *ret, struct buf *why)
{
	cleanup_free char *dir = file_temp_dir();
	cleanup_free char *path = file_join(dir, "7.values");
	int error;

	file_write(path, text, length);
	error = values_log_load(path, ret, why);
	file_remove_tree(dir);
	return error;
}

static void expect_refused(const char *text)
{
	struct values_log log = VALUES_LOG_INIT;
	cleanup_buf struct buf why = BUF_INIT;

	cr_assert_eq(load(text, strlen(text), &log, &why), -EBADMSG, "%s", text);
	cr_assert(strstr(why.data, "record 1 is none"), "%s", why.data);
}

Test(values_log, takes_every_record)
{
	static const char text[] = "static 5 11e0\n"
				   "node 16777216 s 11e4 5 0 0 0 4096 11f0,11f8\n"
				   "before 16777216 11e2:5 11e1:7\n"
				   "input 2147483648 10 33 100 1200\n"
				   "output 34 0 4 16777216 0\n"
				   "output 34 4 3 2147483648 1\n"
				   "shared 4096 8 16777216\n"
				   "exit 3 5\n"
				   "over\n";
	cleanup_values_log struct values_log log = VALUES_LOG_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	const struct values_node *node;

	cr_assert_eq(load(text, sizeof(text) - 1, &log, &why), 0, "%s", why.data);
	cr_assert_eq(log.pid, 7);
	node = values_log_node(&log, 16777216);
	cr_assert(node && node->kind == VALUES_STORE && node->place == 0x11e4);
	cr_assert_eq(node->looks_count, 2);
	cr_assert_eq(node->looks[1], 0x11f8);
	cr_assert_eq(node->branches_count, 2);
	cr_assert_eq(node->branches[1], 7);
	cr_assert_eq(values_log_node(&log, 5)->place, 0x11e0);
	cr_assert_null(values_log_node(&log, 6));
	cr_assert_eq(values_log_sent(&log, 34, 3), 16777216);
	cr_assert_eq(values_log_sent(&log, 34, 6), 2147483650);
	cr_assert_eq(values_log_sent(&log, 34, 7), 0);
	cr_assert_eq(values_log_received(&log, 2147483657)->inode, 33);
	cr_assert_null(values_log_received(&log, 2147483658));
	cr_assert_eq(values_log_stored(&log, 4103), 16777216);
	cr_assert_eq(values_log_stored(&log, 4104), 0);
	cr_assert_eq(log.status, 3);
}

Test(values_log, passes_over_a_last_line_that_was_cut)
{
	static const char text[] = "static 5 11e0\nnode 167";
	cleanup_values_log struct values_log log = VALUES_LOG_INIT;
	cleanup_buf struct buf why = BUF_INIT;

	cr_assert_eq(load(text, sizeof(text) - 1, &log, &why), 0);
	cr_assert_eq(log.nodes_count, 1);
}

Test(values_log, refuses_what_the_tool_does_not_write)
{
	expect_refused("nonsense 1\n");
	expect_refused("static 5\n");
	expect_refused("static -5 11e0\n");
	expect_refused("static 16777216 11e0\n");
	expect_refused("static 5 11111111111111111\n");
	expect_refused("node 16777216 x 11e4 5 0 0 0 4096 -\n");
	expect_refused("node 5 s 11e4 5 0 0 0 4096 -\n");
	expect_refused("node 16777216 s 11e4 5 0 0 0 4096 1,2,3,4,5,6,7,8,9\n");
	expect_refused("before 16777216 11e2:5\n");
	expect_refused("output 34 0 4 4294967296 0\n");
}
