/*
 * buffer ITEMS PRODUCERS CONSUMERS SLOTS, with poison pills
 *
 * No consumer knows how many items it will get.  The producer that finishes
 * last puts a pill into the ring for each consumer; who takes a pill is done.
 * The ring is first in, first out, so every pill comes after every item.
 *
 * The ring lies in the shared struct and is as long as SLOTS asks.  Producers
 * have one lock and consumers another: they work at different ends.
 *
 * Lines go through stdio, line by line: each newline is one write(2), and the
 * stdio buffer is empty whenever a process forks or ends.
 */
#include <errno.h>
#include <inttypes.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ITEMS, PRODUCERS, CONSUMERS, SLOTS, ARGUMENTS };
enum { PILL = 0, MOST_CHILDREN = 64 };

static const struct {
	long lowest;
	long highest;
} range[ARGUMENTS] = {
	[ITEMS] = { 0, 1000000 },
	[PRODUCERS] = { 1, 32 },
	[CONSUMERS] = { 1, 32 },
	[SLOTS] = { 1, 1024 },
};

struct ring {
	sem_t empty;
	sem_t full;
	sem_t put_lock; /* guards head and producing */
	sem_t take_lock; /* guards tail and sum */
	long head;
	long tail;
	long producing; /* producers that are not done */
	int64_t sum;
	long slot[]; /* as many as asked for */
};

/* Set before the first fork() and never changed: every process has the same. */
static long argument[ARGUMENTS];
static struct ring *ring;

static void check(int failed, const char *what)
{
	if (failed) {
		perror(what);
		exit(EXIT_FAILURE);
	}
}

static void down(sem_t *semaphore)
{
	int result;

	do {
		result = sem_wait(semaphore);
	} while (result != 0 && errno == EINTR);
	check(result != 0, "sem_wait");
}

static void up(sem_t *semaphore)
{
	check(sem_post(semaphore) != 0, "sem_post");
}

static size_t ring_size(void)
{
	return sizeof(struct ring) + (size_t)argument[SLOTS] * sizeof(long);
}

static void create_ring(void)
{
	ring = mmap(NULL, ring_size(), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	check(ring == MAP_FAILED, "mmap");
	check(sem_init(&ring->empty, 1, (unsigned)argument[SLOTS]) != 0, "sem_init");
	check(sem_init(&ring->full, 1, 0) != 0, "sem_init");
	check(sem_init(&ring->put_lock, 1, 1) != 0, "sem_init");
	check(sem_init(&ring->take_lock, 1, 1) != 0, "sem_init");
	ring->producing = argument[PRODUCERS];
}

static void put(long item)
{
	down(&ring->empty);
	down(&ring->put_lock);
	ring->slot[ring->head] = item;
	ring->head = (ring->head + 1) % argument[SLOTS];
	up(&ring->put_lock);
	up(&ring->full);
}

static long take(void)
{
	long item;

	down(&ring->full);
	down(&ring->take_lock);
	item = ring->slot[ring->tail];
	ring->tail = (ring->tail + 1) % argument[SLOTS];
	ring->sum += item;
	up(&ring->take_lock);
	up(&ring->empty);
	return item;
}

/* A run of neighbouring items; the last producer's may be shorter, or empty. */
static void produce(long number)
{
	long each = (argument[ITEMS] + argument[PRODUCERS] - 1) / argument[PRODUCERS];
	long last = (number + 1) * each;
	long producing;

	if (last > argument[ITEMS])
		last = argument[ITEMS];
	for (long item = number * each + 1; item <= last; item++)
		put(item);
	down(&ring->put_lock);
	producing = --ring->producing;
	up(&ring->put_lock);
	if (producing > 0)
		return;
	for (long n = 0; n < argument[CONSUMERS]; n++)
		put(PILL);
}

static void consume(long number)
{
	long item;

	(void)number;
	while ((item = take()) != PILL)
		check(printf("item %ld\n", item) < 0, "printf");
}

static pid_t start(void (*work)(long), long number)
{
	pid_t pid = fork();

	if (pid == 0) {
		work(number);
		exit(EXIT_SUCCESS);
	}
	return pid;
}

/* Ends the `count` children; those that are no more have the number 0. */
static void end(const pid_t *child, long count)
{
	for (long n = 0; n < count; n++) {
		if (child[n] > 0)
			kill(child[n], SIGTERM);
	}
}

/* Waits for `count` children; EXIT_FAILURE when one of them failed. */
static int wait_for(pid_t *child, long count)
{
	int result = EXIT_SUCCESS;
	int status;
	pid_t pid;

	while ((pid = wait(&status)) > 0 || errno == EINTR) {
		for (long n = 0; n < count; n++) {
			if (child[n] == pid)
				child[n] = 0;
		}
		if (pid < 0 || status == 0 || result != EXIT_SUCCESS)
			continue;
		fputs("buffer: a child failed\n", stderr);
		end(child, count);
		result = EXIT_FAILURE;
	}
	return result;
}

static int run(void)
{
	pid_t child[MOST_CHILDREN];
	long consumers = argument[CONSUMERS];
	long count = consumers + argument[PRODUCERS];

	for (long n = 0; n < count; n++) {
		child[n] = n < consumers ? start(consume, n) : start(produce, n - consumers);
		if (child[n] < 0) {
			perror("fork");
			end(child, n);
			wait_for(child, n);
			return EXIT_FAILURE;
		}
	}
	return wait_for(child, count);
}

static int read_arguments(int count, char **text)
{
	if (count != ARGUMENTS)
		return 0;
	for (int n = 0; n < ARGUMENTS; n++) {
		char *end_of_number;

		errno = 0;
		argument[n] = strtol(text[n], &end_of_number, 10);
		if (errno != 0 || end_of_number == text[n] || *end_of_number != '\0' ||
			argument[n] < range[n].lowest || argument[n] > range[n].highest)
			return 0;
	}
	return 1;
}

int main(int argc, char **argv)
{
	if (!read_arguments(argc - 1, argv + 1)) {
		fputs("usage: buffer ITEMS PRODUCERS CONSUMERS SLOTS\n", stderr);
		return 2;
	}
	check(setvbuf(stdout, NULL, _IOLBF, BUFSIZ) != 0, "setvbuf");
	create_ring();
	if (run() != EXIT_SUCCESS)
		return EXIT_FAILURE;
	printf("sum: %" PRId64 "\n", ring->sum);
	munmap(ring, ring_size());
	return EXIT_SUCCESS;
}
