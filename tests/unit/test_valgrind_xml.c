#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/analyse/valgrind_xml.h"
#include "tests/unit/scratch.h"

static const char race[] =
	"<?xml version=\"1.0\"?>\n<valgrindoutput><pid>7</pid><tool>helgrind</tool>\n"
	"<status><state>RUNNING</state></status>\n"
	"<error><unique>0x1</unique><tid>2</tid><kind>Race</kind>\n"
	"<xwhat><text>Possible data race &lt;1&gt;</text><hthreadid>2</hthreadid></xwhat>\n"
	"<stack><frame><ip>0x1</ip><obj>/usr/lib/libc.so.6</obj><fn>memcpy</fn></frame>\n"
	"<frame><ip>0x2</ip><fn>transfer</fn><dir>/box</dir><file>bank.c</file><line>31</line></"
	"frame>\n"
	"</stack>\n"
	"<xauxwhat><text>This conflicts with a previous write</text></xauxwhat>\n"
	"<stack><frame><ip>0x3</ip><fn>worker</fn><dir>/box</dir><file>bank.c</file><line>40</line>"
	"</frame></stack>\n"
	"</error>\n<status><state>FINISHED</state></status></valgrindoutput>\n";

Test(valgrind_xml, reads_an_error_with_both_stacks)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *path = scratch_write(folder, "7.xml", race);
	cleanup_valgrind_log struct valgrind_log log = VALGRIND_LOG_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	const struct valgrind_frame *own;

	cr_assert_eq(valgrind_log_load(path, &log, &why), 0, "%s", why.data);
	cr_assert_eq(log.pid, 7);
	cr_assert(log.finished);
	cr_assert_eq(log.count, 1);
	cr_assert_str_eq(log.errors[0].kind, "Race");
	cr_assert_str_eq(log.errors[0].what, "Possible data race <1>");
	cr_assert_eq(log.errors[0].count, 2);
	cr_assert_str_eq(log.errors[0].stacks[1].about, "This conflicts with a previous write");
	own = valgrind_own_frame(&log.errors[0].stacks[0]);
	cr_assert_not_null(own);
	cr_assert_eq(own->line, 31);
	cr_assert_str_eq(own->function, "transfer");
}

Test(valgrind_xml, a_report_that_was_cut_short_is_refused)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_buf struct buf why = BUF_INIT;

	/* At any place: what looks whole must be whole. */
	for (size_t length = 0; length + 2 < strlen(race); length += 37) {
		struct valgrind_log log = VALGRIND_LOG_INIT;
		cleanup_free char *path = NULL;
		char cut[sizeof(race)];

		memcpy(cut, race, length);
		cut[length] = '\0';
		path = scratch_write(folder, "cut.xml", cut);
		cr_assert_eq(valgrind_log_load(path, &log, &why), -EBADMSG, "cut at %zu", length);
	}
}

Test(valgrind_xml, errors_before_an_exec_are_told_with_those_behind_it)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *before =
		xasprintf("%.*s", (int)(strstr(race, "<status><state>FIN") - race), race);
	cleanup_free char *both = xasprintf("%s%s", before, race);
	cleanup_free char *path = scratch_write(folder, "1.xml", both);
	cleanup_valgrind_log struct valgrind_log log = VALGRIND_LOG_INIT;
	cleanup_buf struct buf why = BUF_INIT;

	cr_assert_eq(valgrind_log_load(path, &log, &why), 0, "%s", why.data);
	cr_assert_eq(log.count, 2);
	cr_assert(log.finished && !log.cut);
}

Test(valgrind_xml, code_of_libc_alone_is_nobodys_own)
{
	struct valgrind_frame frames[] = {
		{ .function = (char[]){ "malloc" },
			.directory = (char[]){ "" },
			.file = (char[]){ "" } },
		{ .function = (char[]){ "x" },
			.directory = (char[]){ "/usr/src" },
			.file = (char[]){ "x.c" },
			.line = 3 },
	};

	cr_assert_null(valgrind_own_frame(&(struct valgrind_stack){ frames, 2, NULL }));
}

Test(valgrind_xml, what_stands_in_a_log_that_was_cut_short_can_be_salvaged)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_buf struct buf why = BUF_INIT;
	cleanup_valgrind_log struct valgrind_log log = VALGRIND_LOG_INIT;
	cleanup_free char *cut = xasprintf("%.*s", (int)strlen(race) - 30, race);
	cleanup_free char *path = scratch_write(folder, "cut.xml", cut);
	cleanup_free char *spoilt = scratch_write(
		folder, "spoilt.xml", "<?xml version=\"1.0\"?><valgrindoutput><pid>7</pid></x>");
	cleanup_free char *empty = scratch_write(folder, "empty.xml", "");

	cr_assert_eq(valgrind_log_salvage(path, &log, &why), 0, "%s", why.data);
	cr_assert(log.cut);
	cr_assert_eq(log.count, 1);
	cr_assert_eq(valgrind_log_salvage(spoilt, &log, &why), -EBADMSG);
	cr_assert_eq(valgrind_log_salvage(empty, &log, &why), -EBADMSG);
}

Test(valgrind_xml, code_in_a_program_is_its_own_even_without_a_line)
{
	struct valgrind_frame frames[] = {
		{ .function = (char[]){ "hidden" },
			.directory = (char[]){ "/usr/lib" },
			.file = (char[]){ "system.c" },
			.line = 3,
			.object = (char[]){ "/box/relay" } },
		{ .function = (char[]){ "_start" },
			.directory = (char[]){ "" },
			.file = (char[]){ "" },
			.object = (char[]){ "/box/relay" } },
	};

	cr_assert_eq(valgrind_own_frame(&(struct valgrind_stack){ frames, 2, NULL }), &frames[0]);
	cr_assert_null(valgrind_own_frame(&(struct valgrind_stack){ frames + 1, 1, NULL }));
}
