/* odd: double-checked initialisation as it is right: an acquire load, a mutex, a release store
 * expect: EXITED(0)
 * prints: 6 threads, made once
 * mechanisms: pthread */
#include <pthread.h>
#include <stdatomic.h>

#include "odd.h"

enum { THREADS = 6 };

struct table {
	int squares[10];
};

static struct table *_Atomic table;
static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;
static int made;

static struct table *make_table(void)
{
	struct table *new = malloc(sizeof(*new));

	MUST(new != NULL);
	for (int i = 0; i < 10; i++)
		new->squares[i] = i * i;
	made++;
	return new;
}

static const struct table *get_table(void)
{
	struct table *seen = atomic_load_explicit(&table, memory_order_acquire);

	if (seen)
		return seen;
	ZERO(pthread_mutex_lock(&making));
	seen = atomic_load_explicit(&table, memory_order_relaxed);
	if (!seen) {
		seen = make_table();
		atomic_store_explicit(&table, seen, memory_order_release);
	}
	ZERO(pthread_mutex_unlock(&making));
	return seen;
}

static void *run(void *nothing)
{
	MUST(get_table()->squares[7] == 49);
	return nothing;
}

int main(void)
{
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_create(&threads[i], NULL, run, NULL));
	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_join(threads[i], NULL));
	printf("%d threads, made %s\n", THREADS, made == 1 ? "once" : "again");
	free(atomic_load(&table));
	ZERO(pthread_mutex_destroy(&making));
	return 0;
}
