#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/report/columns.h"
#include "tests/unit/report_fixture.h"

static const struct report_style plain = { .width = 80 };

static void has(const char *text, const char *part)
{
	cr_assert(strstr(text, part), "no \"%s\" in:\n%s", part, text);
}

static void has_not(const char *text, const char *part)
{
	cr_assert_null(strstr(text, part), "\"%s\" in:\n%s", part, text);
}

static unsigned times(const char *text, const char *part)
{
	unsigned count = 0;

	for (; (text = strstr(text, part)); text += strlen(part))
		count++;
	return count;
}

/* The report of the fixture; the report is freed, the text is the caller's. */
static char *write_mixed(struct report_style style)
{
	struct report *report = report_fixture();
	char *text = report_fixture_write(report, "terminal", style);

	report_free(report);
	return text;
}

Test(report_terminal, has_no_escape_sequence_without_colour)
{
	cleanup_free char *text = write_mixed(plain);

	cr_assert_null(strchr(text, '\033'));
	/* Nor any other control character that the student printed. */
	for (const char *c = text; *c; c++)
		cr_assert((unsigned char)*c >= 0x20 || *c == '\n', "byte %d", *c);
	has_not(text, "\xe2\x80\xae");
	has_not(text, "\xef\xbf\xbe");
}

Test(report_terminal, has_no_escape_sequence_of_the_student_with_colour)
{
	cleanup_free char *text = write_mixed((struct report_style){ .width = 80, .colour = true });

	has(text, "\033[31m✗\033[0m eof");
	has_not(text, "\033[2J");
	has_not(text, "\033]0;");
	for (const char *c = text; (c = strchr(c, '\033')); c++)
		cr_assert(c[1] == '[' && (c[3] == 'm' || c[4] == 'm'), "%.6s", c + 1);
}

Test(report_terminal, gives_each_item_a_line_with_mark_and_points)
{
	cleanup_free char *text = write_mixed(plain);

	has(text, "\n✓ builds    The program compiles                                         "
		  "10 / 10\n");
	has(text, "\n✗ eof       The child sees end of file                                    "
		  "0 / 15\n");
	has(text, "\n◐ output ");
	has(text, "6.67 / 10\n");
	has(text, "\n– sigpipe ");
	has(text, "\n? limits ");
	has(text, "(extra credit)");
}

Test(report_terminal, says_what_was_expected_what_was_seen_where_and_what_to_read)
{
	cleanup_free char *text = write_mixed(plain);

	has(text, "The child sees end of file once every write end is closed.\n");
	has(text, "Checked:   outcome of relay\n");
	has(text, "Expected:  EXITED(0) – it ends by itself with exit status 0\n");
	has(text, "Seen:      DEADLOCKED – every task waits");
	has(text, "Where:     relay.c:41, in work(): child 3 waits in read() on the read end of");
	has(text, "called from relay.c:88, in main()\n");
	has(text, "→ Close descriptor 4 after fork().\n");
	has(text, "Started:   relay -n 3\n");
	has(text, "Hint: A reader sees end of file");
	has(text, "Read: fork(2), pipe(7)\n");
}

Test(report_terminal, tells_a_mistake_once_for_all_scenarios_that_it_fails)
{
	cleanup_free char *text = write_mixed(plain);

	has(text, "0 of 2 scenarios passed.\n");
	has(text, "eof/many_children_stop\n");
	has(text, "Seen:      the same as in eof/child_stops_when_input_ends, see there.\n"
		  "    Started:   relay -n 'it'\\''s'\n");
	cr_assert_eq(times(text, "relay.c:41"), 1);
}

Test(report_terminal, sets_outputs_beside_each_other_and_marks_lines_that_differ)
{
	cleanup_free char *text = write_mixed(plain);

	has(text, "    Expected:  | ALPHA\n"
		  "               |   BETA\n"
		  "               > lines: 2\n"
		  "    Seen:      | ALPHA\n"
		  "               |   BETA\n"
		  "               > lines: 3␣\n"
		  "               > \\x1b[2J]]> 🦊 \\x07");
	has(text, "Ended:     relay was killed by signal 11 (SIGSEGV).\n");
	has(text, "    Refused:   DENIED(shmget): this assignment allows anonymous pipes, not\n"
		  "               System V shared memory.\n"
		  "               DENIED(ptrace): no assignment needs it.\n");
	has(text, "               | \\x1b]0;owned\\x07\n");
}

Test(report_terminal, shows_a_fault_that_two_analysers_tell_once)
{
	cleanup_free char *text = write_mixed(plain);

	has(text, "Found:     relay.c:63, in count(): data race (explorer, helgrind)\n");
	has(text, "Two children add to `total` and nothing orders them.\n");
	has(text, "→ Guard `total` with a semaphore that both share.\n");
	has(text, "Again:     proctor replay runs/ann lines/order 17\n");
	has(text, "Read: sem_overview(7)\n");
	cr_assert_eq(times(text, "Found:     relay.c:63"), 1);
	cr_assert_eq(times(text, "- relay.c:63"), 1);
}

Test(report_terminal, says_what_a_skipped_item_needs_and_gives_no_hint_for_it)
{
	cleanup_free char *text = write_mixed(plain);

	has(text, "    Needs `eof`, which was not passed.\n");
	has_not(text, "never shown");
}

Test(report_terminal, takes_the_blame_for_what_is_broken)
{
	cleanup_free char *text = write_mixed(plain);
	cleanup_free char *staff = write_mixed((struct report_style){ .width = 80, .staff = true });

	has(text, "That is our fault and costs you no points.\n");
	has(text, "so this is not the final grade");
	has_not(text, "no space left");
	has(staff, "no space left on device");
}

Test(report_terminal, keeps_from_students_what_is_for_staff_but_not_its_points)
{
	cleanup_free char *text = write_mixed(plain);
	cleanup_free char *staff = write_mixed((struct report_style){ .width = 80, .staff = true });

	has_not(text, "secret");
	has_not(text, "hard-wired");
	has_not(text, "setup()");
	has(text, "1 more item is shown to staff only and counts in the total: 0 of 5 points.\n");
	has(staff, "\n✗ secret    Nothing is hard-wired (staff only)");
	has(staff, "\nNot confirmed (for staff only, costs no points)\n");
	has(staff, "relay.c:12, in setup(): data race (drd)\n");
	has_not(staff, "1 more item");
}

Test(report_terminal, shows_deductions_and_findings_that_cost_nothing)
{
	cleanup_free char *text = write_mixed(plain);

	has(text, "\nDeductions\n✗ Children are waited for (1 finding)");
	has(text, "  -2\n");
	has(text, "relay.c:90, in main(): child that is not waited for (residue)\n");
	has(text, "\nAlso found (costs no points)\n");
	has(text, "relay.c:20: memory that is not freed (memcheck)\n");
}

Test(report_terminal, ends_with_the_total)
{
	cleanup_free char *text = write_mixed(plain);
	struct report *full = report_fixture_full();
	cleanup_free char *other = report_fixture_write(full, "terminal", plain);
	const char *end = "\nTotal: 105 of 100 points.\n";

	has(text, "\nTotal: 49.67 of 100 points, until the staff have looked.\n");
	cr_assert_str_eq(other + strlen(other) - strlen(end), end);
	has(other, "isolation: full.");
	report_free(full);
}

Test(report_terminal, shows_compile_errors_with_their_place_and_says_the_rest_once)
{
	struct report *report = report_fixture_unbuilt();
	cleanup_free char *text = report_fixture_write(report, "terminal", plain);

	has(text, "    relay does not compile: 2 errors in relay.c\n");
	has(text, "Found:     relay.c:33, in main(): does not compile (gcc)\n");
	has(text, "               'fd' undeclared (first use in this function).\n");
	has(text, "Found:     relay.c:35");
	cr_assert_eq(times(text, "did not build"), 1);
	report_free(report);
}

static void fits(const char *text, unsigned width)
{
	while (*text) {
		size_t length = strcspn(text, "\n");

		cr_assert(columns_of_bytes(text, length) <= width, "wider than %u: %.*s", width,
			(int)length, text);
		cr_assert(length == 0 || text[length - 1] != ' ', "blank at the end: %.*s",
			(int)length, text);
		text += length + (text[length] == '\n');
	}
}

Test(report_terminal, keeps_to_the_width)
{
	static const unsigned widths[] = { 60, 80, 100, 132 };

	for (size_t i = 0; i < sizeof(widths) / sizeof(*widths); i++) {
		cleanup_free char *text =
			write_mixed((struct report_style){ .width = widths[i], .staff = true });

		fits(text, widths[i]);
	}
}

Test(report_terminal, takes_80_columns_when_it_is_told_none)
{
	cleanup_free char *text = write_mixed((struct report_style){ .width = 0 });
	cleanup_free char *wide = write_mixed(plain);

	cr_assert_str_eq(text, wide);
}

Test(report_terminal, survives_a_width_that_nothing_fits_in)
{
	cleanup_free char *text = write_mixed((struct report_style){ .width = 1 });

	has(text, "DEADLOCKED");
}
