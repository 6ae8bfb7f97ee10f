#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "harness/analyse/misuse_log.h"
#include "harness/base/cleanup.h"
#include "tests/unit/scratch.h"

#define START "start\t7\t1\texec\t/box/relay\n"
#define END "end\texit\t0\n"

static int load(const char *text, struct misuse_log *ret, struct buf *why)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *path = scratch_write(folder, "7.misuse", text);

	return misuse_log_load(path, ret, why);
}

static void expect_refused(const char *text, const char *sentence)
{
	struct misuse_log log = MISUSE_LOG_INIT;
	cleanup_buf struct buf why = BUF_INIT;

	cr_assert_eq(load(text, &log, &why), -EBADMSG, "%s", text);
	cr_assert_str_eq(why.data, sentence);
	cr_assert_eq(log.count, 0);
}

Test(misuse_log, reads_what_one_process_did)
{
	cleanup_misuse_log struct misuse_log log = MISUSE_LOG_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	const struct misuse_record *record;

	cr_assert_eq(load(START "open\t10\tprintf\t11f0\t11e0\n"
				"unsafe\t10\to\tputs\tffffffffffffffff\t11e0\n" END,
			     &log, &why),
		0, "%s", why.data);
	cr_assert_eq(log.count, 1);
	cr_assert_eq(log.images[0].pid, 7);
	cr_assert_str_eq(log.images[0].program, "/box/relay");
	cr_assert_str_eq(log.images[0].end, "exit");
	cr_assert_eq(log.images[0].count, 2);
	record = misuse_next_record(&log.images[0], "unsafe", NULL);
	cr_assert_str_eq(record->fields[2], "puts");
	cr_assert_eq(misuse_number(record, 0), 10);
	cr_assert_eq(misuse_address(record, 3), UINT64_MAX);
	cr_assert_null(misuse_next_record(&log.images[0], "unsafe", record));
}

Test(misuse_log, begins_anew_where_a_process_becomes_another_program)
{
	cleanup_misuse_log struct misuse_log log = MISUSE_LOG_INIT;
	cleanup_buf struct buf why = BUF_INIT;

	cr_assert_eq(
		load("start\t7\t2\tfork\t/box/relay\nsession\nstart\t7\t2\texec\t/usr/bin/cat\n"
		     "end\t_exit\t3\n",
			&log, &why),
		0, "%s", why.data);
	cr_assert_eq(log.count, 2);
	cr_assert_str_eq(log.images[0].how, "fork");
	cr_assert_str_eq(log.images[0].end, "");
	cr_assert_str_eq(log.images[1].program, "/usr/bin/cat");
	cr_assert_eq(log.images[1].count, 0);
	cr_assert_eq(log.images[1].lost, 3);
}

Test(misuse_log, takes_records_of_a_process_that_shares_its_parents_memory)
{
	cleanup_misuse_log struct misuse_log log = MISUSE_LOG_INIT;
	cleanup_buf struct buf why = BUF_INIT;

	cr_assert_eq(load("exec-failed\n", &log, &why), 0, "%s", why.data);
	cr_assert_eq(log.count, 1);
	cr_assert_str_eq(log.images[0].program, "");
}

Test(misuse_log, passes_over_a_last_line_without_an_end)
{
	cleanup_misuse_log struct misuse_log log = MISUSE_LOG_INIT;
	cleanup_buf struct buf why = BUF_INIT;

	cr_assert_eq(load(START "session\nunsafe\t1", &log, &why), 0, "%s", why.data);
	cr_assert_eq(log.images[0].count, 1);
	misuse_log_release(&log);
	cr_assert_eq(load("", &log, &why), 0, "%s", why.data);
	cr_assert_eq(log.count, 0);
}

Test(misuse_log, refuses_what_the_library_does_not_write)
{
	expect_refused(
		"start\t8\t1\texec\t/box/relay\n", "7.misuse: record 1 is another process's");
	expect_refused(START "hello\n", "7.misuse: record 2 is none");
	expect_refused(START "\n", "7.misuse: record 2 is none");
	expect_refused(START "left\t12\n", "7.misuse: record 2 is none");
	expect_refused(START "left\t12\t11e0\t0\tmore\n", "7.misuse: record 2 is none");
	expect_refused(START "left\t-1\t11e0\n", "7.misuse: record 2 is none");
	expect_refused(START "left\t12\t0x11e0\n", "7.misuse: record 2 is none");
	expect_refused(START "left\t12\t11111111111111111\n", "7.misuse: record 2 is none");
	expect_refused(START "left\t1234567890123456789\t1\n", "7.misuse: record 2 is none");
	expect_refused(START "left\t\t1\n", "7.misuse: record 2 is none");
	expect_refused(START END "session\n", "7.misuse: record 3 stands behind the end");
}

Test(misuse_log, takes_no_more_than_the_library_writes)
{
	cleanup_buf struct buf text = BUF_INIT;

	buf_adds(&text, START);
	for (int i = 0; i <= MISUSE_RECORDS; i++)
		buf_adds(&text, "session\n");
	expect_refused(text.data, "7.misuse: record 402 is one too many");
	buf_reset(&text);
	for (int i = 0; i < 65; i++)
		buf_adds(&text, START);
	expect_refused(text.data, "7.misuse: record 65 is one program too many");
}
