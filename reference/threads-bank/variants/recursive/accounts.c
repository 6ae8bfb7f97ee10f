/*
 * Each account is a piece of memory of its own with a recursive mutex: the
 * thread that holds it may lock it again, so a transfer from an account to
 * itself needs no case of its own.  The higher number is locked first.
 */
#include <pthread.h>
#include <stdlib.h>

#include "accounts.h"

struct account {
	pthread_mutex_t mutex;
	int64_t balance;
};

struct accounts {
	uint32_t count; /* that are open */
	struct account *list[];
};

static struct account *account_open(int64_t balance)
{
	struct account *account = malloc(sizeof(*account));
	pthread_mutexattr_t attributes;
	int error;

	if (!account)
		return NULL;
	error = pthread_mutexattr_init(&attributes);
	if (!error) {
		error = pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
		if (!error)
			error = pthread_mutex_init(&account->mutex, &attributes);
		pthread_mutexattr_destroy(&attributes);
	}
	if (error) {
		free(account);
		return NULL;
	}
	account->balance = balance;
	return account;
}

struct accounts *accounts_open(uint32_t count, int64_t balance)
{
	struct accounts *accounts = malloc(sizeof(*accounts) + count * sizeof(accounts->list[0]));

	if (!accounts)
		return NULL;
	for (accounts->count = 0; accounts->count < count; accounts->count++) {
		struct account *account = account_open(balance);

		if (!account) {
			accounts_close(accounts);
			return NULL;
		}
		accounts->list[accounts->count] = account;
	}
	return accounts;
}

void accounts_close(struct accounts *accounts)
{
	for (uint32_t i = 0; i < accounts->count; i++) {
		pthread_mutex_destroy(&accounts->list[i]->mutex);
		free(accounts->list[i]);
	}
	free(accounts);
}

static int account_add(struct account *account, int64_t amount)
{
	int error = pthread_mutex_lock(&account->mutex);

	if (error)
		return error;
	account->balance += amount;
	return pthread_mutex_unlock(&account->mutex);
}

int accounts_transfer(struct accounts *accounts, uint32_t from, uint32_t to, int64_t amount)
{
	struct account *high = accounts->list[from > to ? from : to];
	struct account *low = accounts->list[from > to ? to : from];
	int error = pthread_mutex_lock(&high->mutex);

	if (error)
		return error;
	error = pthread_mutex_lock(&low->mutex);
	if (!error) {
		/* Locked a second time inside: it is recursive. */
		error = account_add(accounts->list[from], -amount);
		if (!error)
			error = account_add(accounts->list[to], amount);
		pthread_mutex_unlock(&low->mutex);
	}
	pthread_mutex_unlock(&high->mutex);
	return error;
}

int64_t accounts_balance(struct accounts *accounts, uint32_t number)
{
	struct account *account = accounts->list[number];
	int64_t balance;

	pthread_mutex_lock(&account->mutex);
	balance = account->balance;
	pthread_mutex_unlock(&account->mutex);
	return balance;
}
