/*
 * The words of the tables: why a call was refused, and what a mechanism is called.
 */
#include <criterion/criterion.h>
#include <sched.h>
#include <string.h>
#include <sys/syscall.h>

#include "sandbox/policy.h"

static const struct policy_rule *refused(long call, uint64_t first, filter_mechanisms allowed)
{
	struct seccomp_data data = { .nr = (int)call, .args = { first } };
	struct filter_options options = { .allowed = allowed };
	const struct policy_rule *rule = policy_rule(&data, &options);

	cr_assert_not_null(rule);
	return rule;
}

Test(policy, says_what_the_assignment_allows_and_what_was_tried)
{
	filter_mechanisms pipes = filter_mechanism_bit("pipe");
	char text[POLICY_WHY];

	cr_assert_eq(policy_why(refused(SYS_shmget, 0, pipes), pipes, text), POLICY_MECHANISM);
	cr_assert_str_eq(
		text, "this assignment allows anonymous pipes, not System V shared memory");
	pipes |= filter_mechanism_bit("signal") | filter_mechanism_bit("fifo");
	policy_why(refused(SYS_clone, CLONE_VM | CLONE_THREAD, pipes), pipes, text);
	cr_assert_str_eq(
		text, "this assignment allows anonymous pipes, FIFOs and signals, not threads");
	policy_why(refused(SYS_clone, CLONE_VM, 0), 0, text);
	cr_assert_str_eq(
		text, "this assignment does not allow anonymous shared mappings or threads");
}

Test(policy, tells_what_no_assignment_needs_from_what_this_one_does_not_allow)
{
	char text[POLICY_WHY];

	cr_assert_eq(policy_why(refused(SYS_ptrace, 0, 1), 1, text), POLICY_NEVER);
	cr_assert_str_eq(text, "no assignment needs it");
	cr_assert_eq(policy_why(refused(SYS_clone, CLONE_NEWUSER, 1), 1, text), POLICY_NEVER);
}

Test(policy, has_room_for_the_names_of_all_mechanisms)
{
	char text[POLICY_WHY];
	filter_mechanisms all = FILTER_ALL_MECHANISMS & ~filter_mechanism_bit("pipe");

	policy_why(refused(SYS_pipe, 0, all), all, text);
	cr_assert_not_null(
		strstr(text, "fcntl record locks, eventfd and signals, not anonymous pipes"));
}

Test(policy, knows_no_mechanism_of_another_name)
{
	cr_assert_eq(filter_mechanism_bit("pipes"), 0);
	cr_assert_eq(filter_mechanism_bit(""), 0);
	cr_assert_neq(filter_mechanism_bit("pipe"), 0);
}
