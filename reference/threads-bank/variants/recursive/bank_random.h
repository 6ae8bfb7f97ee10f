/*
 * The generator of the bank: the same numbers on every machine, so that the
 * balances at the end can be compared.  Given; hand it in unchanged.
 *
 * Each thread has a generator of its own:
 *
 *	struct bank_random random;
 *
 *	bank_random_start(&random, seed, thread);          // threads count from 0
 *	number = bank_random_below(&random, accounts);     // 0 … accounts - 1
 *
 * Nothing in here is locked: two threads must not draw from one generator.
 */
#ifndef BANK_RANDOM_H
#define BANK_RANDOM_H

#include <stdint.h>

struct bank_random {
	uint32_t state;
};

/* Spreads every bit of the number over all bits of the result. */
static inline uint32_t bank_random_mix(uint32_t number)
{
	number = (number ^ (number >> 16)) * UINT32_C(0x85ebca6b);
	number = (number ^ (number >> 13)) * UINT32_C(0xc2b2ae35);
	return number ^ (number >> 16);
}

/* Begins the numbers of that thread (0, 1, 2 …) for that seed. */
static inline void bank_random_start(struct bank_random *random, uint32_t seed, uint32_t thread)
{
	random->state = bank_random_mix(seed ^ bank_random_mix(thread + 1));
}

/* The next number: 0 … bound - 1. */
static inline uint32_t bank_random_below(struct bank_random *random, uint32_t bound)
{
	random->state += UINT32_C(0x9e3779b9);
	return (uint32_t)(((uint64_t)bank_random_mix(random->state) * bound) >> 32);
}

#endif
