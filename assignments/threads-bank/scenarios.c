/*
 * Scenarios of threads-bank: random transfers, one mutex for each account.
 *
 * Transfers only add and subtract, so the balances at the end do not depend on
 * the schedule and are compared with the reference's.  What a wrong program
 * shows with several threads does depend on it, therefore
 *
 *   - everything but races/ and threads/ runs one thread;
 *   - races/ runs under Helgrind as well, with seeds for which it sees a
 *     missing lock in every schedule (below);
 *   - threads/ counts only when Helgrind found nothing.
 *
 * The seeds of alone/, lock_order/, races/ and memory/ draw no transfer from an
 * account to itself: a program that handles those wrongly loses self/ and
 * what builds on it, and nothing else.
 */
#include "harness/scenario/scenario.h"

/* Any seed that an int can hold; the larger ones have a scenario of their own. */
static uint32_t random_seed(void)
{
	return random_below(INT32_MAX);
}

/*** usage: a wrong command line ***/

static void expect_refused(const char *const *args)
{
	struct peer *bank = peer_start("bank", .args = args);

	expect_outcome(bank, EXITED(2));
	expect_output(bank, "");
	expect_errors(bank);
}

#define REFUSED(...) expect_refused((const char *const[]){ __VA_ARGS__, NULL })

SCENARIO(usage, the_number_of_arguments_is_checked,
	.about = "Fewer or more than four arguments are a usage error: exit status 2, a message on "
		 "standard error, nothing on standard output")
{
	REFUSED("3", "1", "4");
	REFUSED("3", "1", "4", "7", "1");
}

SCENARIO(usage, numbers_out_of_range_are_refused,
	.about = "A number below or above its range is a usage error", .read = "strtoull(3)")
{
	REFUSED("1", "1", "4", "7");
	REFUSED("1001", "1", "4", "7");
	REFUSED("3", "0", "4", "7");
	REFUSED("3", "65", "4", "7");
	REFUSED("3", "1", "1000001", "7");
	REFUSED("3", "1", "4", "4294967296");
}

SCENARIO(usage, only_digits_make_a_number,
	.about = "An argument that is empty or has anything but digits in it is a usage error",
	.read = "strtoull(3)")
{
	REFUSED("three", "1", "4", "7");
	REFUSED("3", "1", "4x", "7");
	REFUSED("3", "1", "4", "-1");
	REFUSED("3", "1", "", "7");
}

/*** alone: one thread, accounts that differ ***/

SCENARIO(alone, the_example_of_the_handout,
	.about = "One thread makes four transfers between three accounts")
{
	struct peer *bank = peer_start("bank", .arguments = "3 1 4 7");

	expect_outcome(bank, EXITED(0));
	expect_output(bank,
		"account 0: 8193718\naccount 1: -4970725\naccount 2: -3219993\ntotal: 3000\n");
	expect_no_errors(bank);
}

SCENARIO(alone, two_accounts,
	.about = "One thread moves money to and fro, and the balances are the reference's")
{
	expect_same_as_reference("bank", .arguments = "2 1 6 210");
}

SCENARIO(alone, five_accounts,
	.about = "One thread makes the transfers that the seed draws, and no others")
{
	expect_same_as_reference("bank", .arguments = "5 1 12 9");
}

/*** self: from and to are the same account ***/

SCENARIO(self, nothing_changes,
	.about = "Transfers from an account to itself change nothing, and nobody waits for ever",
	.read = "pthread_mutex_lock(3p)")
{
	/* This seed draws nothing else. */
	struct peer *bank = peer_start("bank", .arguments = "3 1 5 1634");

	expect_outcome(bank, EXITED(0));
	expect_output(bank, "account 0: 1000\naccount 1: 1000\naccount 2: 1000\ntotal: 3000\n");
}

SCENARIO(self, mixed_with_others,
	.about = "A transfer from an account to itself draws its amount too, and leaves every "
		 "mutex unlocked",
	.read = "pthread_mutex_unlock(3p)")
{
	/* Two accounts: every second transfer is one. */
	expect_same_as_reference("bank", .arguments = scenario_text("2 1 200 %u", random_seed()));
}

/*** ranges: the edges of what is allowed ***/

SCENARIO(ranges, no_transfers_at_all,
	.about = "With no transfers every account keeps the 1000 that it starts with")
{
	struct peer *bank = peer_start("bank", .arguments = "3 64 0 5");

	expect_outcome(bank, EXITED(0));
	expect_output(bank, "account 0: 1000\naccount 1: 1000\naccount 2: 1000\ntotal: 3000\n");
}

SCENARIO(ranges, smallest_seed, .about = "A seed of 0 is a seed as any other")
{
	expect_same_as_reference("bank", .arguments = "7 1 50 0");
}

SCENARIO(ranges, largest_seed, .about = "A seed has 32 bits without a sign: 4294967295 is taken",
	.read = "strtoull(3)")
{
	expect_same_as_reference("bank", .arguments = "7 1 50 4294967295");
}

SCENARIO(ranges, a_thousand_accounts, .about = "The bank may have a thousand accounts")
{
	expect_same_as_reference(
		"bank", .arguments = scenario_text("1000 1 3000 %u", random_seed()));
}

SCENARIO(ranges, balances_outgrow_an_int,
	.about = "After a million transfers a balance no longer fits into 32 bits",
	.read = "stdint.h(0p)")
{
	/* With this seed one account ends at 8016158867, the other below zero. */
	expect_same_as_reference("bank", .arguments = "2 1 1000000 3");
}

/*
 * races: two threads, Helgrind watches.
 *
 * Helgrind takes two accesses for ordered when a mutex went from one thread to
 * the other in between, whatever it was locked for; so a missing lock can hide
 * behind other transfers in some schedules.  It cannot here:
 *
 *   - The first transfers of both threads meet in one account, and neither
 *     thread ever locks the mutexes that the other's first transfer takes
 *     besides.  So when the second of them gets there, nothing can have
 *     ordered it after the other: a race on that account, in every schedule.
 *   - The last transfer of each thread is between accounts that the other
 *     never touches: who has not joined that thread races with it.
 *
 * No two transfers here could lock each other out, in whatever order a program
 * takes its mutexes (the arrows from → to form no circle), so a fault in
 * the order of locks is left to lock_order/.
 */

SCENARIO(races, two_threads_pay_from_one_account,
	.about =
		"Two threads that take money from one account at once hold its mutex while they do",
	.read = "pthread_mutex_lock(3p)")
{
	expect_same_as_reference("bank", .arguments = "10 2 8 32009997");
}

SCENARIO(races, two_threads_pay_into_one_account,
	.about = "Two threads that bring money to one account at once hold its mutex while they do",
	.read = "pthread_mutex_lock(3p)")
{
	expect_same_as_reference("bank", .arguments = "10 2 8 8553954");
}

/*
 * lock_order: Helgrind remembers the order in which each pair of mutexes was
 * taken, so one thread is enough: with no other it cannot end in the deadlock
 * itself.  The seed draws all twelve pairs of the four accounts.
 */

SCENARIO(lock_order, every_pair_in_both_directions,
	.about = "Of two mutexes the same one is taken first, whichever way the money goes")
{
	expect_same_as_reference("bank", .arguments = "4 1 24 15105");
}

/*** memory: memcheck watches ***/

SCENARIO(memory, a_small_bank,
	.about = "Nothing is used before it is set or after it is freed, and all memory is freed",
	.read = "malloc(3)")
{
	expect_same_as_reference("bank", .arguments = "7 1 15 7");
}

/*** threads: all together ***/

SCENARIO(threads, eight_threads_fight_for_two_accounts,
	.about = "Eight threads that all need the same two mutexes lose no transfer and come to an "
		 "end")
{
	expect_same_as_reference("bank", .arguments = scenario_text("2 8 10000 %u", random_seed()));
}

SCENARIO(threads, sixty_four_threads_share_a_hundred_accounts,
	.about = "64 threads make their own transfers each, and none is lost")
{
	expect_same_as_reference(
		"bank", .arguments = scenario_text("100 64 500 %u", random_seed()));
}

SCENARIO(threads, any_numbers, .about = "Any number of accounts, threads and transfers works")
{
	uint32_t accounts = 2 + random_below(999);
	uint32_t threads = 2 + random_below(63);
	uint32_t transfers = random_below(2000);

	expect_same_as_reference("bank", .arguments = scenario_text("%u %u %u %u", accounts,
						 threads, transfers, random_seed()));
}

/*
 * schedules: every order that the explorer tries.
 *
 * It sees each access that nothing orders, so one unlocked balance is a race in nearly every
 * schedule; a wrong order of locks must come to the deadlock itself.  So all transfers are between
 * the same few accounts, and no two threads begin with the same one: of the orders that the
 * explorer tries, every second, and every fourth, lets two or three of them lock each other out.
 */

SCENARIO(schedules, two_threads_in_opposite_directions,
	.about = "In whatever order two threads go on, nothing is lost and nobody waits for ever",
	.read = "pthread_mutex_lock(3p)")
{
	explore("bank", .arguments = "2 2 3 817", .as_reference = true, .schedules = 50);
}

SCENARIO(schedules, three_threads_in_a_circle,
	.about = "In whatever order three threads go on, nothing is lost and nobody waits for ever",
	.read = "pthread_mutex_lock(3p)")
{
	explore("bank", .arguments = "3 3 2 26352", .as_reference = true, .schedules = 60);
}
