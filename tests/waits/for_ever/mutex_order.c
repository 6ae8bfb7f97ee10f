/* waits: for each other: two mutexes in opposite order, in one structure
 * expect: DEADLOCKED
 * says: on the mutex (bank.accounts\[[25]\].lock|accounts\[[25]\].lock).*They wait for each other in a circle: .*mutex_order.c:[0-9]+ waits for thread.*holds it and waits itself at mutex_order.c.*one order, the same in every thread
 */
#include "../waits.h"

static struct bank {
	int money;
	struct account {
		long balance;
		pthread_mutex_t lock;
	} accounts[8];
} bank;
static pthread_barrier_t both_hold_one;

static void *transfer(void *unused)
{
	pthread_mutex_lock(&bank.accounts[5].lock);
	pthread_barrier_wait(&both_hold_one);
	pthread_mutex_lock(&bank.accounts[2].lock); /* HERE */
	return unused;
}

int main(void)
{
	pthread_t thread;

	for (int i = 0; i < 8; i++)
		pthread_mutex_init(&bank.accounts[i].lock, 0);
	pthread_barrier_init(&both_hold_one, 0, 2);
	pthread_create(&thread, 0, transfer, 0);
	pthread_mutex_lock(&bank.accounts[2].lock);
	pthread_barrier_wait(&both_hold_one);
	pthread_mutex_lock(&bank.accounts[5].lock); /* HERE */
	return 0;
}
