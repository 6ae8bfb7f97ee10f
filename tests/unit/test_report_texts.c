#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/report/columns.h"
#include "harness/report/outcome_words.h"
#include "harness/report/paper.h"
#include "harness/report/xml_text.h"

Test(columns, counts_wide_and_combining_characters_in_any_locale)
{
	cr_assert_eq(columns_of(""), 0);
	cr_assert_eq(columns_of("ann"), 3);
	cr_assert_eq(columns_of("Ünï"), 3);
	cr_assert_eq(columns_of("王小明"), 6);
	cr_assert_eq(columns_of("🦊"), 2);
	cr_assert_eq(columns_of("e\xcc\x81"), 1);
	cr_assert_eq(columns_of("\xff\xc3"), 2);
}

Test(columns, never_cuts_a_character_in_two)
{
	cr_assert_eq(columns_fit("王小明", 9, 3), 3);
	cr_assert_eq(columns_fit("王小明", 9, 4), 6);
	cr_assert_eq(columns_fit("e\xcc\x81x", 4, 1), 3);
	cr_assert_eq(columns_fit("abc", 3, 9), 3);
}

static char *cell(const char *text, unsigned columns, bool right)
{
	struct buf into = BUF_INIT;

	columns_cell(&into, text, columns, right);
	return buf_steal(&into);
}

Test(columns, fills_and_cuts_cells_to_their_width)
{
	cleanup_free char *left = cell("ab", 4, false);
	cleanup_free char *right = cell("ab", 4, true);
	cleanup_free char *cut = cell("王小明", 4, false);
	cleanup_free char *full = cell("王小明", 6, false);
	cleanup_free char *nothing = cell("ab", 0, false);

	cr_assert_str_eq(left, "ab  ");
	cr_assert_str_eq(right, "  ab");
	cr_assert_str_eq(cut, "王… ");
	cr_assert_str_eq(full, "王小明");
	cr_assert_str_eq(nothing, "");
}

static char *safe(const char *text)
{
	struct buf into = BUF_INIT;

	columns_safe(&into, text, strlen(text));
	return buf_steal(&into);
}

Test(columns, makes_text_safe_for_a_terminal)
{
	static const char *const texts[][2] = {
		{ "\033[2J", "\\x1b[2J" },
		{ "\xc2\x9b"
		  "31m",
			"\\xc2\\x9b31m" },
		{ "a\tb", "a b" },
		{ "C:\\n", "C:\\n" },
		{ "\xff", "\\xff" },
		{ "\xe2\x80\xae", "\\xe2\\x80\\xae" },
		{ "\x7f\r", "\\x7f\\x0d" },
		{ "Ünï 🦊 王", "Ünï 🦊 王" },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		cleanup_free char *text = safe(texts[i][0]);

		cr_assert_str_eq(text, texts[i][1]);
	}
}

static char *xml(const char *text)
{
	struct buf into = BUF_INIT;

	xml_text(&into, text);
	return buf_steal(&into);
}

Test(xml_text, escapes_what_xml_reads_and_drops_what_it_cannot_say)
{
	static const char *const texts[][2] = {
		{ "a < b && c > \"d\"", "a &lt; b &amp;&amp; c &gt; &quot;d&quot;" },
		{ "]]>", "]]&gt;" },
		{ "a\x01\x0b\033[0mb", "a[0mb" },
		{ "\xef\xbf\xbe\xef\xbf\xbf!", "!" },
		{ "\xef\xbf\xbd", "\xef\xbf\xbd" },
		{ "a\r\nb\t", "a&#13;\nb\t" },
		{ "\xff", "\xef\xbf\xbd" },
		{ "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "🦊", "🦊" },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		cleanup_free char *text = xml(texts[i][0]);

		cr_assert_str_eq(text, texts[i][1]);
	}
}

Test(xml_text, keeps_newlines_and_tabs_of_attributes)
{
	cleanup_buf struct buf into = BUF_INIT;

	xml_attribute(&into, "message", "a\n\t\"b\"\x02");
	cr_assert_str_eq(into.data, " message=\"a&#10;&#9;&quot;b&quot;\"");
}

Test(outcome_words, say_what_an_outcome_means)
{
	static const char *const words[][2] = {
		{ "EXITED(139)", "it ends by itself with exit status 139" },
		{ "SIGNALLED(11)", "killed by signal 11, SIGSEGV" },
		{ "SIGNALLED(99)", "killed by signal 99" },
		{ "DENIED(shmget)", "it used shmget, which this assignment does not allow" },
		{ "SPINNING", "it uses CPU time without getting any further" },
		{ "exited", "" },
		{ "EXITED(0) or EXITED(1)", "" },
		{ "EXITED(0", "" },
		{ "", "" },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		cleanup_buf struct buf into = BUF_INIT;

		outcome_words(&into, words[i][0]);
		cr_assert_str_eq(into.data, words[i][1]);
	}
}

Test(outcome_words, remark_faults_only)
{
	static const char *const remarks[][2] = {
		{ "DEADLOCKED", "deadlock" },
		{ "SIGNALLED(11)", "SIGSEGV" },
		{ "DENIED(shmget)", "uses shmget" },
		{ "EXITED(1)", "" },
		{ "RUNNING", "" },
	};

	for (size_t i = 0; i < sizeof(remarks) / sizeof(*remarks); i++) {
		cleanup_buf struct buf into = BUF_INIT;

		outcome_remark(&into, remarks[i][0]);
		cr_assert_str_eq(into.data, remarks[i][1]);
	}
}

Test(paper, breaks_lines_at_blanks_and_hangs_the_rest)
{
	cleanup_buf struct buf out = BUF_INIT;
	const struct paper paper = { .out = &out, .width = 26, .indent = 2 };

	paper_text(&paper, "- ", "one two three four five six", INK_PLAIN);
	cr_assert_str_eq(out.data, "  - one two three four\n"
				   "    five six\n");
}

Test(paper, breaks_a_word_that_is_too_long)
{
	cleanup_buf struct buf out = BUF_INIT;
	const struct paper paper = { .out = &out, .width = 21 };

	paper_text(&paper, "", "abcdefghijklmnopqrstuvwxyz", INK_PLAIN);
	cr_assert_str_eq(out.data, "abcdefghijklmnopqrstu\nvwxyz\n");
}

Test(paper, keeps_line_breaks_blanks_at_the_start_and_empty_lines)
{
	cleanup_buf struct buf out = BUF_INIT;
	const struct paper paper = { .out = &out, .width = 40 };

	paper_text(&paper, "", "one\n\n  two\n", INK_PLAIN);
	cr_assert_str_eq(out.data, "one\n\n  two\n");
}

Test(paper, tells_how_much_of_a_block_is_left_out)
{
	cleanup_buf struct buf out = BUF_INIT;
	const struct paper paper = { .out = &out, .width = 40 };

	paper_block(&paper, "Seen:", "a\n\nb\nc\nd\n", NULL, 3);
	cr_assert_str_eq(out.data, "Seen:      | a\n"
				   "           |\n"
				   "           | b\n"
				   "           … and 2 more\n");
}

Test(paper, marks_lines_that_the_other_text_has_not)
{
	cleanup_buf struct buf out = BUF_INIT;
	const struct paper paper = { .out = &out, .width = 40 };

	paper_block(&paper, "Seen:", "a\nb  \nc\n", "a\nb\n", 9);
	cr_assert_str_eq(out.data, "Seen:      | a\n"
				   "           > b␣␣\n"
				   "           > c\n");
}
