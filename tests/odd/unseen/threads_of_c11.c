/* odd: the threads of C11: thrd_create(), mtx_t, cnd_t, call_once(), tss_t
 * expect: EXITED(0)
 * prints: 4 workers, 40 units, 4 freed
 * mechanisms: pthread
 * unseen: drd: version 3.19 dies of what it does not know, thrd_create() */
#include <threads.h>

#include "odd.h"

enum { WORKERS = 4, UNITS = 10 };

static once_flag once = ONCE_FLAG_INIT;
static mtx_t mutex;
static cnd_t finished;
static tss_t own;
static int units, workers, freed;

static void release(void *data)
{
	free(data);
	mtx_lock(&mutex);
	freed++;
	mtx_unlock(&mutex);
}

static void init(void)
{
	MUST(mtx_init(&mutex, mtx_plain) == thrd_success);
	MUST(cnd_init(&finished) == thrd_success);
	MUST(tss_create(&own, release) == thrd_success);
}

static int work(void *nothing)
{
	int *done = calloc(1, sizeof(*done));

	(void)nothing;
	call_once(&once, init);
	MUST(done && tss_set(own, done) == thrd_success);
	for (int i = 0; i < UNITS; i++)
		++*(int *)tss_get(own);
	MUST(mtx_lock(&mutex) == thrd_success);
	units += *done;
	workers++;
	MUST(cnd_signal(&finished) == thrd_success);
	MUST(mtx_unlock(&mutex) == thrd_success);
	return 3;
}

int main(void)
{
	thrd_t threads[WORKERS];
	int result;

	call_once(&once, init);
	for (int i = 0; i < WORKERS; i++)
		MUST(thrd_create(&threads[i], work, NULL) == thrd_success);
	MUST(mtx_lock(&mutex) == thrd_success);
	while (workers < WORKERS)
		MUST(cnd_wait(&finished, &mutex) == thrd_success);
	MUST(mtx_unlock(&mutex) == thrd_success);
	for (int i = 0; i < WORKERS; i++)
		MUST(thrd_join(threads[i], &result) == thrd_success && result == 3);
	printf("%d workers, %d units, %d freed\n", workers, units, freed);
	tss_delete(own);
	cnd_destroy(&finished);
	mtx_destroy(&mutex);
	return 0;
}
