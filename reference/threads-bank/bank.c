/*
 * bank ACCOUNTS THREADS TRANSFERS SEED
 *
 * Threads move money between accounts at random.  Each account has a mutex of
 * its own, so that transfers between different accounts do not wait for each
 * other.  A transfer holds the mutexes of both its accounts, and three rules
 * keep the bank right:
 *
 *   - A balance is touched only under its account's mutex.
 *   - Of two mutexes, the one of the lower account is always taken first.  So
 *     no circle of threads can form in which each waits for the next.
 *   - A transfer from an account to itself takes no mutex at all: a plain
 *     mutex that is locked twice by one thread waits for ever.
 *
 * The balances are printed when all threads are joined: pthread_join() makes
 * everything that a thread wrote visible to the one that joins it, so the last
 * look at them needs no mutex.
 */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bank_random.h"

#define OPENING_BALANCE 1000
#define LARGEST_AMOUNT 10000000

/* The command line. */
struct order {
	uint32_t accounts;
	uint32_t threads;
	uint32_t transfers; /* of each thread */
	uint32_t seed;
};

struct account {
	pthread_mutex_t lock; /* guards balance */
	int64_t balance; /* may be negative */
};

struct bank {
	struct order order;
	struct account *accounts;
	struct teller *tellers;
};

/* One thread. */
struct teller {
	pthread_t thread;
	struct bank *bank;
	uint32_t number;
};

/* Ends the program when a call failed; the pthread calls return their error. */
static void must(const char *what, int error)
{
	if (!error)
		return;
	fprintf(stderr, "bank: %s: %s\n", what, strerror(error));
	exit(EXIT_FAILURE);
}

/* Digits only: strtoull() alone would take "-1" and " 7" as well. */
static bool parse_number(const char *text, uint32_t least, uint32_t most, uint32_t *ret)
{
	unsigned long long number;
	char *end;

	if (!isdigit((unsigned char)text[0]))
		return false;
	errno = 0;
	number = strtoull(text, &end, 10);
	if (errno || *end || number < least || number > most)
		return false;
	*ret = (uint32_t)number;
	return true;
}

static bool parse_order(int argc, char **argv, struct order *ret)
{
	return argc == 5 && parse_number(argv[1], 2, 1000, &ret->accounts) &&
	       parse_number(argv[2], 1, 64, &ret->threads) &&
	       parse_number(argv[3], 0, 1000000, &ret->transfers) &&
	       parse_number(argv[4], 0, UINT32_MAX, &ret->seed);
}

static void open_bank(struct bank *bank)
{
	bank->accounts = calloc(bank->order.accounts, sizeof(*bank->accounts));
	bank->tellers = calloc(bank->order.threads, sizeof(*bank->tellers));
	if (!bank->accounts || !bank->tellers)
		must("calloc", ENOMEM);

	for (uint32_t i = 0; i < bank->order.accounts; i++) {
		must("pthread_mutex_init", pthread_mutex_init(&bank->accounts[i].lock, NULL));
		bank->accounts[i].balance = OPENING_BALANCE;
	}
}

static void close_bank(struct bank *bank)
{
	for (uint32_t i = 0; i < bank->order.accounts; i++)
		must("pthread_mutex_destroy", pthread_mutex_destroy(&bank->accounts[i].lock));
	free(bank->tellers);
	free(bank->accounts);
}

static void transfer(struct bank *bank, uint32_t from, uint32_t to, uint32_t amount)
{
	struct account *source = &bank->accounts[from];
	struct account *target = &bank->accounts[to];
	struct account *first = from < to ? source : target;
	struct account *second = from < to ? target : source;

	if (from == to)
		return;
	must("pthread_mutex_lock", pthread_mutex_lock(&first->lock));
	must("pthread_mutex_lock", pthread_mutex_lock(&second->lock));
	source->balance -= amount;
	target->balance += amount;
	must("pthread_mutex_unlock", pthread_mutex_unlock(&second->lock));
	must("pthread_mutex_unlock", pthread_mutex_unlock(&first->lock));
}

/* What a thread does: draws its transfers and makes them. */
static void *serve(void *argument)
{
	struct teller *teller = argument;
	struct bank *bank = teller->bank;
	struct bank_random random;

	bank_random_start(&random, bank->order.seed, teller->number);
	for (uint32_t i = 0; i < bank->order.transfers; i++) {
		/* One statement each: C does not order the arguments of a call. */
		uint32_t from = bank_random_below(&random, bank->order.accounts);
		uint32_t to = bank_random_below(&random, bank->order.accounts);
		uint32_t amount = 1 + bank_random_below(&random, LARGEST_AMOUNT);

		transfer(bank, from, to, amount);
	}
	return NULL;
}

static void start_tellers(struct bank *bank)
{
	for (uint32_t i = 0; i < bank->order.threads; i++) {
		struct teller *teller = &bank->tellers[i];

		teller->bank = bank;
		teller->number = i;
		must("pthread_create", pthread_create(&teller->thread, NULL, serve, teller));
	}
}

static void join_tellers(struct bank *bank)
{
	for (uint32_t i = 0; i < bank->order.threads; i++)
		must("pthread_join", pthread_join(bank->tellers[i].thread, NULL));
}

static void print_balances(const struct bank *bank)
{
	int64_t total = 0;

	for (uint32_t i = 0; i < bank->order.accounts; i++) {
		printf("account %" PRIu32 ": %" PRId64 "\n", i, bank->accounts[i].balance);
		total += bank->accounts[i].balance;
	}
	printf("total: %" PRId64 "\n", total);
	if (fflush(stdout) == EOF)
		must("standard output", errno);
}

int main(int argc, char **argv)
{
	struct bank bank = { .accounts = NULL };

	if (!parse_order(argc, argv, &bank.order)) {
		fprintf(stderr, "usage: bank ACCOUNTS THREADS TRANSFERS SEED\n"
				"       (2..1000, 1..64, 0..1000000, 0..4294967295)\n");
		return 2;
	}
	open_bank(&bank);
	start_tellers(&bank);
	join_tellers(&bank);
	print_balances(&bank);
	close_bank(&bank);
	return EXIT_SUCCESS;
}
