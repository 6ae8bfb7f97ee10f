/*
 * bank ACCOUNTS THREADS TRANSFERS SEED
 *
 * The starter opens the accounts and prints them.  What is missing is yours to
 * write, see handout.md: the check of the command line, the threads, their
 * transfers and the mutexes.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "bank_random.h"

struct account {
	int64_t balance; /* its mutex belongs here */
};

static void print_balances(const struct account *accounts, uint32_t count)
{
	int64_t total = 0;

	for (uint32_t i = 0; i < count; i++) {
		printf("account %" PRIu32 ": %" PRId64 "\n", i, accounts[i].balance);
		total += accounts[i].balance;
	}
	printf("total: %" PRId64 "\n", total);
}

int main(int argc, char **argv)
{
	struct account *accounts;
	uint32_t count;

	if (argc != 5) {
		fprintf(stderr, "usage: bank ACCOUNTS THREADS TRANSFERS SEED\n");
		return 2;
	}
	count = (uint32_t)strtoul(argv[1], NULL, 10); /* not checked yet */

	accounts = calloc(count, sizeof(*accounts));
	if (!accounts) {
		perror("bank");
		return 1;
	}
	for (uint32_t i = 0; i < count; i++)
		accounts[i].balance = 1000;

	/* Here the threads make their transfers. */

	print_balances(accounts, count);
	free(accounts);
	fprintf(stderr, "bank: the transfers are not written yet\n");
	return 1;
}
