#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>

#include "sandbox/outcome.h"

static const char *text(enum outcome_kind kind, int value)
{
	static char room[OUTCOME_TEXT_MAX];

	return outcome_text((struct outcome){ kind, value }, room);
}

Test(outcome, has_the_words_of_the_design)
{
	cr_assert_str_eq(text(OUTCOME_EXITED, 139), "EXITED(139)");
	cr_assert_str_eq(text(OUTCOME_SIGNALLED, 9), "SIGNALLED(9)");
	cr_assert_str_eq(text(OUTCOME_DEADLOCKED, 0), "DEADLOCKED");
	cr_assert_str_eq(text(OUTCOME_CPU_LIMIT, 2000), "CPU_LIMIT");
	cr_assert_str_eq(text(OUTCOME_DENIED, SYS_shmget), "DENIED(shmget)");
	cr_assert_str_eq(
		text(OUTCOME_NOT_STARTED, ENOENT), "NOT_STARTED(No such file or directory)");
}

Test(outcome, a_sentence_names_the_signal)
{
	char room[128];

	cr_assert_str_eq(
		outcome_sentence((struct outcome){ OUTCOME_SIGNALLED, 11 }, room, sizeof(room)),
		"was killed by signal 11 (SIGSEGV)");
}

Test(outcome, an_exit_status_tells_outcomes_apart_and_a_limit_does_not)
{
	struct outcome zero = { OUTCOME_EXITED, 0 }, one = { OUTCOME_EXITED, 1 };
	struct outcome low = { OUTCOME_CPU_LIMIT, 1 }, high = { OUTCOME_CPU_LIMIT, 2 };

	cr_assert_not(outcome_equal(zero, one));
	cr_assert(outcome_equal(zero, zero));
	cr_assert(outcome_equal(low, high));
	cr_assert_not(outcome_equal(zero, low));
}
