/*
 * bank ACCOUNTS THREADS TRANSFERS SEED, without the heap.
 *
 * All tables are static and as large as the largest bank.  A thread gets its
 * number in the pointer itself, all threads begin together at a barrier, and
 * two mutexes are taken in the order of their addresses: any order does, as
 * long as it is the same one for everybody.
 */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bank_random.h"

#define MOST_ACCOUNTS 1000
#define MOST_THREADS 64

static uint32_t accounts;
static uint32_t threads;
static uint32_t transfers;
static uint32_t seed;

static pthread_mutex_t locks[MOST_ACCOUNTS];
static long long balances[MOST_ACCOUNTS];
static pthread_t ids[MOST_THREADS];
static pthread_barrier_t start;

static void check(int error, const char *what)
{
	if (error) {
		fprintf(stderr, "bank: %s: %s\n", what, strerror(error));
		exit(1);
	}
}

static uint32_t number(const char *text, uint32_t least, uint32_t most)
{
	uint64_t value = 0;
	const char *digit = text;

	do {
		if (*digit < '0' || *digit > '9')
			break;
		value = 10 * value + (uint32_t)(*digit - '0');
	} while (*++digit && value <= most);

	if (digit == text || *digit || value < least || value > most) {
		fprintf(stderr, "bank: '%s' is not a number from %u to %u\n", text, least, most);
		exit(2);
	}
	return (uint32_t)value;
}

static void lock_pair(uint32_t one, uint32_t other)
{
	uintptr_t one_address = (uintptr_t)&locks[one];
	uintptr_t other_address = (uintptr_t)&locks[other];

	if (one_address < other_address) {
		check(pthread_mutex_lock(&locks[one]), "lock");
		check(pthread_mutex_lock(&locks[other]), "lock");
	} else {
		check(pthread_mutex_lock(&locks[other]), "lock");
		check(pthread_mutex_lock(&locks[one]), "lock");
	}
}

static void *run(void *thread)
{
	struct bank_random random;
	int error = pthread_barrier_wait(&start);

	if (error != PTHREAD_BARRIER_SERIAL_THREAD)
		check(error, "barrier");
	bank_random_start(&random, seed, (uint32_t)(uintptr_t)thread);
	for (uint32_t i = 0; i < transfers; i++) {
		uint32_t from = bank_random_below(&random, accounts);
		uint32_t to = bank_random_below(&random, accounts);
		long long amount = 1 + (long long)bank_random_below(&random, 10000000);

		if (from != to) {
			lock_pair(from, to);
			balances[from] -= amount;
			balances[to] += amount;
			check(pthread_mutex_unlock(&locks[from]), "unlock");
			check(pthread_mutex_unlock(&locks[to]), "unlock");
		}
	}
	return NULL;
}

int main(int argc, char **argv)
{
	long long total = 0;

	if (argc != 5) {
		fputs("usage: bank ACCOUNTS THREADS TRANSFERS SEED\n", stderr);
		return 2;
	}
	accounts = number(argv[1], 2, MOST_ACCOUNTS);
	threads = number(argv[2], 1, MOST_THREADS);
	transfers = number(argv[3], 0, 1000000);
	seed = number(argv[4], 0, UINT32_MAX);

	for (uint32_t i = 0; i < accounts; i++) {
		check(pthread_mutex_init(&locks[i], NULL), "mutex");
		balances[i] = 1000;
	}
	check(pthread_barrier_init(&start, NULL, threads), "barrier");
	for (uint32_t i = 0; i < threads; i++)
		check(pthread_create(&ids[i], NULL, run, (void *)(uintptr_t)i), "thread");
	for (uint32_t i = 0; i < threads; i++)
		check(pthread_join(ids[i], NULL), "join");
	check(pthread_barrier_destroy(&start), "barrier");

	for (uint32_t i = 0; i < accounts; i++) {
		printf("account %u: %lld\n", i, balances[i]);
		total += balances[i];
		check(pthread_mutex_destroy(&locks[i]), "mutex");
	}
	printf("total: %lld\n", total);
	if (fclose(stdout) == EOF)
		check(errno, "output");
	return 0;
}
