/*
 * bank ACCOUNTS THREADS TRANSFERS SEED, with recursive mutexes (accounts.c).
 *
 * The main thread is one of those that make transfers, the last one.
 */
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "accounts.h"
#include "bank_random.h"

/* ACCOUNTS, THREADS, TRANSFERS, SEED. */
enum { ACCOUNTS, THREADS, TRANSFERS, SEED, NUMBERS };

struct worker {
	const uint32_t *numbers;
	struct accounts *accounts;
	uint32_t thread;
	pthread_t id;
	int error;
};

static bool parse(char **arguments, uint32_t *numbers)
{
	static const struct {
		uint32_t least, most;
	} ranges[NUMBERS] = { { 2, 1000 }, { 1, 64 }, { 0, 1000000 }, { 0, UINT32_MAX } };

	for (int i = 0; i < NUMBERS; i++) {
		const char *text = arguments[i];
		size_t digits = strspn(text, "0123456789");
		unsigned long long value = strtoull(text, NULL, 10); /* too large: ULLONG_MAX */

		if (!digits || text[digits] || value < ranges[i].least || value > ranges[i].most)
			return false;
		numbers[i] = (uint32_t)value;
	}
	return true;
}

static void *work(void *argument)
{
	struct worker *worker = argument;
	const uint32_t *numbers = worker->numbers;
	struct bank_random random;

	bank_random_start(&random, numbers[SEED], worker->thread);
	for (uint32_t left = numbers[TRANSFERS]; left > 0 && !worker->error; left--) {
		uint32_t from = bank_random_below(&random, numbers[ACCOUNTS]);
		uint32_t to = bank_random_below(&random, numbers[ACCOUNTS]);
		int64_t amount = 1 + (int64_t)bank_random_below(&random, 10000000);

		worker->error = accounts_transfer(worker->accounts, from, to, amount);
	}
	return NULL;
}

/* Returns the error number of the first call that failed, or 0. */
static int run(struct worker *workers, struct accounts *accounts, const uint32_t *numbers)
{
	uint32_t last = numbers[THREADS] - 1;
	uint32_t started = 0;
	int error = 0;

	for (uint32_t i = 0; i <= last; i++)
		workers[i] = (struct worker){ numbers, accounts, .thread = i };
	while (started < last && !error) {
		error = pthread_create(&workers[started].id, NULL, work, &workers[started]);
		started += !error;
	}
	if (!error)
		work(&workers[last]);
	while (started > 0) {
		int joined = pthread_join(workers[--started].id, NULL);

		if (!error)
			error = joined;
	}
	for (uint32_t i = 0; i <= last && !error; i++)
		error = workers[i].error;
	return error;
}

static bool print(struct accounts *accounts, uint32_t count)
{
	int64_t total = 0;

	for (uint32_t i = 0; i < count; i++) {
		int64_t balance = accounts_balance(accounts, i);

		printf("account %" PRIu32 ": %" PRId64 "\n", i, balance);
		total += balance;
	}
	printf("total: %" PRId64 "\n", total);
	return fflush(stdout) == 0;
}

int main(int argc, char **argv)
{
	uint32_t numbers[NUMBERS];
	struct worker workers[64];
	struct accounts *accounts;
	int error;

	if (argc != NUMBERS + 1 || !parse(argv + 1, numbers)) {
		fprintf(stderr, "usage: %s ACCOUNTS THREADS TRANSFERS SEED\n", argv[0]);
		return 2;
	}
	accounts = accounts_open(numbers[ACCOUNTS], 1000);
	if (!accounts) {
		fprintf(stderr, "bank: the accounts cannot be opened\n");
		return 1;
	}
	error = run(workers, accounts, numbers);
	if (!error && !print(accounts, numbers[ACCOUNTS]))
		error = errno;
	if (error)
		fprintf(stderr, "bank: %s\n", strerror(error));
	accounts_close(accounts);
	return error ? 1 : 0;
}
