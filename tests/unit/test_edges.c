#include <criterion/criterion.h>

#include "harness/steps/edges.h"

static struct assignment allows(char **mechanisms, unsigned count)
{
	return (struct assignment){ .mechanisms = mechanisms, .mechanisms_count = count };
}

Test(edges, a_call_orders_only_where_the_assignment_lets_it_through)
{
	char *threads[] = { (char[]){ "pthread" } };
	char *both[] = { (char[]){ "pthread" }, (char[]){ "pipe" } };
	const struct assignment bank = allows(threads, 1), relay = allows(both, 2),
				any = allows(NULL, 0);

	cr_assert_not(edges_is_unknown(&bank, "pipe"));
	cr_assert(edges_is_unknown(&relay, "pipe"));
	cr_assert(edges_is_unknown(&any, "pipe"));
	cr_assert_not(edges_is_unknown(&relay, "msgsnd"));
}

Test(edges, what_nothing_can_deny_orders_everywhere)
{
	char *threads[] = { (char[]){ "pthread" } };
	const struct assignment bank = allows(threads, 1);

	cr_assert(edges_is_unknown(&bank, "fork"));
	cr_assert(edges_is_unknown(&bank, "syscall"));
	cr_assert(edges_is_unknown(&bank, "pthread_once"));
	cr_assert(edges_is_unknown(&bank, "sigwait"));
	cr_assert(edges_is_unknown(&bank, "pthread_cancel"));
}

Test(edges, what_the_tools_know_is_none_and_neither_is_a_handler_alone)
{
	char *threads[] = { (char[]){ "pthread" } };
	const struct assignment bank = allows(threads, 1);

	cr_assert_not(edges_is_unknown(&bank, "pthread_mutex_lock"));
	cr_assert_not(edges_is_unknown(&bank, "sem_wait"));
	cr_assert_not(edges_is_unknown(&bank, "pthread_barrier_wait"));
	cr_assert_not(edges_is_unknown(&bank, "sigaction"));
	cr_assert_not(edges_is_unknown(&bank, "printf"));
	cr_assert_not(edges_is_unknown(&bank, "pipes"));
}
