/*
 * What the programs of tests/waits/ share.
 *
 * In for_ever/ the lines with the comment HERE are where it must be said to wait; in
 * for_a_while/ somebody computes first, and then does what the other waits for.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Keeps a CPU busy for a while, a few hundredths of a second on most machines. */
static inline void compute(void)
{
	volatile unsigned sum = 0;

	for (unsigned i = 0; i < 20000000; i++)
		sum += i;
}

/* Waits for every child; whether one of them ended with anything but 0. */
static inline int child_failed(void)
{
	int failed = 0, status;

	while (wait(&status) > 0)
		failed |= status != 0;
	return failed;
}

/* Memory that every child shares. */
static inline void *shared(size_t size)
{
	return mmap(0, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}
