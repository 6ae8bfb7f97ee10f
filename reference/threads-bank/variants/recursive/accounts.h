/*
 * The accounts of the bank: safe for any number of threads.
 */
#ifndef ACCOUNTS_H
#define ACCOUNTS_H

#include <stdint.h>

struct accounts;

/* `count` accounts with that balance each; NULL when it cannot be done. */
struct accounts *accounts_open(uint32_t count, int64_t balance);
void accounts_close(struct accounts *accounts);

/* Both may be the same account.  0, or the error number of a pthread call. */
int accounts_transfer(struct accounts *accounts, uint32_t from, uint32_t to, int64_t amount);

int64_t accounts_balance(struct accounts *accounts, uint32_t number);

#endif
