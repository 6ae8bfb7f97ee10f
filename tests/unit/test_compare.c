#include <criterion/criterion.h>
#include <string.h>

#include "harness/scenario/compare.h"

static bool compare(
	const char *wanted, const char *seen, struct buf *ret_wanted, struct buf *ret_seen)
{
	return compare_text((struct compared){ wanted, strlen(wanted) },
		(struct compared){ seen, strlen(seen) }, ret_wanted, ret_seen);
}

Test(compare, equal_texts_say_nothing)
{
	cleanup_buf struct buf wanted = BUF_INIT, seen = BUF_INIT;

	cr_assert(compare("a\nb\n", "a\nb\n", &wanted, &seen));
	cr_assert_eq(wanted.length + seen.length, 0);
}

Test(compare, names_the_first_line_that_differs)
{
	cleanup_buf struct buf wanted = BUF_INIT, seen = BUF_INIT;

	cr_assert_not(compare("A\nB\nC\n", "A\nb\nC\n", &wanted, &seen));
	cr_assert_str_eq(wanted.data, "line 2: \"B\"");
	cr_assert_str_eq(seen.data, "line 2: \"b\"");
}

Test(compare, says_where_the_output_ends_too_early)
{
	cleanup_buf struct buf wanted = BUF_INIT, seen = BUF_INIT;

	cr_assert_not(compare("A\nB\n", "A\n", &wanted, &seen));
	cr_assert_str_eq(wanted.data, "line 2: \"B\"");
	cr_assert_str_eq(seen.data, "the end of output, no line 2");
}

Test(compare, sees_a_newline_that_is_missing)
{
	cleanup_buf struct buf wanted = BUF_INIT, seen = BUF_INIT;

	cr_assert_not(compare("lines: 1\n", "lines: 1", &wanted, &seen));
	cr_assert_not_null(strstr(seen.data, "without a newline"));
}

Test(compare, shows_the_place_in_a_very_long_line)
{
	char long_one[5000], other[5000];
	cleanup_buf struct buf wanted = BUF_INIT, seen = BUF_INIT;

	memset(long_one, 'x', sizeof(long_one) - 1);
	long_one[sizeof(long_one) - 1] = '\0';
	strcpy(other, long_one);
	other[4000] = 'Y';
	cr_assert_not(compare(long_one, other, &wanted, &seen));
	cr_assert_not_null(strchr(seen.data, 'Y'));
	cr_assert_lt(seen.length, 250);
}

Test(compare, escapes_what_would_move_a_terminal)
{
	cleanup_buf struct buf wanted = BUF_INIT, seen = BUF_INIT;

	cr_assert_not(compare("a\n", "\033[2J\n", &wanted, &seen));
	cr_assert_null(strchr(seen.data, '\033'));
}

Test(compare, bytes_are_told_with_offset_and_hexadecimal)
{
	cleanup_buf struct buf wanted = BUF_INIT, seen = BUF_INIT;
	bool same = compare_bytes(
		(struct compared){ "a\0b", 3 }, (struct compared){ "a\0c", 3 }, &wanted, &seen);

	cr_assert_not(same);
	cr_assert_str_eq(wanted.data, "3 bytes, at offset 2: 62");
	cr_assert_str_eq(seen.data, "3 bytes, at offset 2: 63");
}

static struct difference find(const char *wanted, const char *seen)
{
	return compare_find((struct compared){ wanted, strlen(wanted) },
		(struct compared){ seen, strlen(seen) });
}

Test(compare, finds_the_first_wrong_byte_and_its_line)
{
	struct difference found = find("one\ntwo\n", "one\ntow\n");

	cr_assert_eq(found.offset, 5);
	cr_assert_eq(found.line, 2);
	cr_assert_not(found.misplaced);
	cr_assert_not(found.only_case);
	found = find("one\n", "");
	cr_assert_eq(found.offset, 0);
	cr_assert_eq(found.line, 1);
}

Test(compare, knows_a_line_that_would_be_right_elsewhere)
{
	cr_assert(find("one\ntwo\n", "two\none\n").misplaced);
	cr_assert_not(find("one\ntwo\n", "tw\none\n").misplaced);
}

Test(compare, knows_a_line_that_is_wrong_only_in_its_case)
{
	cr_assert(find("ONE\nTWO\n", "ONE\ntwo\n").only_case);
	cr_assert_not(find("ONE\nTWO\n", "ONE\ntwos\n").only_case);
}
