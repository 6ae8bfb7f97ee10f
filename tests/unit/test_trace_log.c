#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "harness/analyse/trace_log.h"
#include "harness/base/cleanup.h"
#include "tests/unit/scratch.h"

#define START "start\t7\t1\t/box/relay\n"

static int load(const char *text, struct trace_log *ret, struct buf *why)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *path = scratch_write(folder, "7.trace", text);

	return trace_log_load(path, ret, why);
}

static void expect_refused(const char *text, const char *sentence)
{
	struct trace_log log = TRACE_LOG_INIT;
	cleanup_buf struct buf why = BUF_INIT;

	cr_assert_eq(load(text, &log, &why), -EBADMSG, "%s", text);
	cr_assert_str_eq(why.data, sentence);
	cr_assert_eq(log.count, 0);
}

Test(trace_log, reads_records_and_the_bytes_behind_them)
{
	cleanup_trace_log struct trace_log log = TRACE_LOG_INIT;
	cleanup_buf struct buf why = BUF_INIT;

	cr_assert_eq(load(START "write\t99\t4\t5\t6\twrite\t11d0,1266\na\nb\n\n"
				"put\t2\t99\t3\t0\tprintf\t12\n"
				"end\treturn\t0\twait\t12af\n",
			     &log, &why),
		0, "%s", why.data);
	cr_assert_eq(log.pid, 7);
	cr_assert_eq(log.count, 4);
	cr_assert_str_eq(log.events[1].program, "/box/relay");
	cr_assert_eq(log.events[1].inode, 99);
	cr_assert_eq(log.events[1].low, 5);
	cr_assert_eq(log.events[1].high, 6);
	cr_assert_eq(log.events[1].places_count, 2);
	cr_assert_eq(log.events[1].places[1], 0x1266);
	cr_assert_eq(memcmp(log.events[1].bytes, "a\nb\n", 4), 0);
	cr_assert_null(log.events[2].bytes);
	cr_assert_eq(log.events[2].stream, 2);
	cr_assert_str_eq(log.events[3].call, "return");
	cr_assert_str_eq(log.events[3].ending, "wait");
}

Test(trace_log, reads_what_a_number_was_made_of)
{
	cleanup_trace_log struct trace_log log = TRACE_LOG_INIT;
	cleanup_buf struct buf why = BUF_INIT;

	cr_assert_eq(load(START "number\tatoi\t1\t18446744073709551613\t11\t-3x\n", &log, &why), 0);
	cr_assert_eq(log.events[1].length, 1);
	cr_assert_eq(log.events[1].value, -3);
	cr_assert_str_eq(log.events[1].text, "-3x");
}

Test(trace_log, passes_over_a_last_record_that_a_kill_cut_off)
{
	cleanup_trace_log struct trace_log log = TRACE_LOG_INIT;
	cleanup_trace_log struct trace_log bytes = TRACE_LOG_INIT;
	cleanup_buf struct buf why = BUF_INIT;

	cr_assert_eq(load(START "died\t1", &log, &why), 0);
	cr_assert_eq(log.count, 1);
	cr_assert_eq(load(START "write\t99\t40\t5\t6\twrite\t11d0\nabc", &bytes, &why), 0);
	cr_assert_eq(bytes.count, 1);
}

Test(trace_log, refuses_what_the_library_does_not_write)
{
	expect_refused(START "wrote\t1\n", "7.trace: record 2 is none");
	expect_refused(START "died\t-1\t\n", "7.trace: record 2 is none");
	expect_refused(START "died\t1\n", "7.trace: record 2 is none");
	expect_refused(START "died\t1\t11\t12\n", "7.trace: record 2 is none");
	expect_refused(START "died\t1\t11,\n", "7.trace: record 2 is none");
	expect_refused(START "died\t1\t1,2,3,4,5,6,7,8,9,a,b,c,d\n", "7.trace: record 2 is none");
	expect_refused("put\t0\t1\t99999999999\t0\tputs\t1\n", "7.trace: record 1 is none");
	expect_refused("flush\t0\t1\t1\t99999999999999999999999\t1\n", "7.trace: record 1 is none");
}
