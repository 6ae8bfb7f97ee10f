/*
 * buffer ITEMS PRODUCERS CONSUMERS SLOTS, a stack and tickets
 *
 * The order of the items is free, so the buffer may as well be a stack: an
 * array and its height.
 *
 * Nobody has a fixed share.  A producer draws the number of its next item from
 * a shared counter; a consumer draws a ticket, the right to take one item,
 * before it waits.  There are ITEMS of each: who draws none is done, and for
 * whoever waits with a ticket there is an item to come.
 */
#include <errno.h>
#include <inttypes.h>
#include <semaphore.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_CHILDREN 64

/* One of the two counters that end at ITEMS. */
struct drum {
	uint32_t drawn;
	uint32_t last;
};

struct shared {
	sem_t mutex; /* guards all below but the two semaphores */
	sem_t room;
	sem_t stock;
	struct drum numbers;
	struct drum tickets;
	uint64_t sum;
	uint32_t height;
	uint32_t *stack; /* a mapping of its own, made before the first fork() */
};

static void die(const char *what)
{
	perror(what);
	_exit(EXIT_FAILURE);
}

static void sem_down(sem_t *sem)
{
	while (sem_wait(sem) == -1)
		if (errno != EINTR)
			die("sem_wait");
}

static void sem_up(sem_t *sem)
{
	if (sem_post(sem) == -1)
		die("sem_post");
}

/* The next of 1 ... last, or 0 when all are drawn. */
static uint32_t draw(struct shared *shared, struct drum *drum)
{
	uint32_t drawn = 0;

	sem_down(&shared->mutex);
	if (drum->drawn < drum->last)
		drawn = ++drum->drawn;
	sem_up(&shared->mutex);
	return drawn;
}

static void producer(struct shared *shared)
{
	uint32_t item;

	while ((item = draw(shared, &shared->numbers)) != 0) {
		sem_down(&shared->room);
		sem_down(&shared->mutex);
		shared->stack[shared->height++] = item;
		sem_up(&shared->mutex);
		sem_up(&shared->stock);
	}
}

/* Shorter than PIPE_BUF, so a pipe takes it whole or not at all. */
static void print(const char *word, uint64_t value)
{
	char line[48];
	size_t length = (size_t)snprintf(line, sizeof(line), "%s %" PRIu64 "\n", word, value);
	ssize_t written;

	do {
		written = write(STDOUT_FILENO, line, length);
	} while (written == -1 && errno == EINTR);
	if (written != (ssize_t)length)
		die("write");
}

static void consumer(struct shared *shared)
{
	while (draw(shared, &shared->tickets) != 0) {
		uint32_t item;

		sem_down(&shared->stock);
		sem_down(&shared->mutex);
		item = shared->stack[--shared->height];
		shared->sum += item;
		sem_up(&shared->mutex);
		sem_up(&shared->room);
		print("item", item);
	}
}

static void *map_shared(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		die("mmap");
	return memory;
}

static struct shared *make_shared(uint32_t items, uint32_t slots)
{
	struct shared *shared = map_shared(sizeof(*shared));

	shared->stack = map_shared(slots * sizeof(*shared->stack));
	shared->numbers.last = items;
	shared->tickets.last = items;
	if (sem_init(&shared->mutex, 1, 1) == -1 || sem_init(&shared->room, 1, slots) == -1 ||
		sem_init(&shared->stock, 1, 0) == -1)
		die("sem_init");
	return shared;
}

/* Kills and waits for the children that are left, and ends the program. */
static void give_up(const pid_t *children, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (children[i] != 0)
			kill(children[i], SIGKILL);
	while (wait(NULL) != -1 || errno == EINTR)
		continue;
	exit(EXIT_FAILURE);
}

static void start_all(struct shared *shared, size_t producers, size_t count, pid_t *children)
{
	for (size_t i = 0; i < count; i++) {
		children[i] = fork();
		if (children[i] == -1) {
			perror("fork");
			give_up(children, i);
		}
		if (children[i] == 0) {
			if (i < producers)
				producer(shared);
			else
				consumer(shared);
			_exit(EXIT_SUCCESS);
		}
	}
}

static void wait_for_all(pid_t *children, size_t count)
{
	for (size_t left = count; left > 0; left--) {
		int status;
		pid_t pid;

		while ((pid = waitpid(-1, &status, 0)) == -1)
			if (errno != EINTR)
				die("waitpid");
		for (size_t i = 0; i < count; i++)
			if (children[i] == pid)
				children[i] = 0;
		if (!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_SUCCESS) {
			fprintf(stderr, "buffer: process %ld failed\n", (long)pid);
			give_up(children, count);
		}
	}
}

/* The number in text, or -1 if it is none or beyond low ... high. */
static long number(const char *text, long low, long high)
{
	long value = 0;

	if (*text == '\0' || strlen(text) > 7)
		return -1;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return -1;
		value = value * 10 + (*text - '0');
	}
	return low <= value && value <= high ? value : -1;
}

int main(int argc, char **argv)
{
	long items = argc == 5 ? number(argv[1], 0, 1000000) : -1;
	long producers = argc == 5 ? number(argv[2], 1, 32) : -1;
	long consumers = argc == 5 ? number(argv[3], 1, 32) : -1;
	long slots = argc == 5 ? number(argv[4], 1, 1024) : -1;
	pid_t children[MAX_CHILDREN];
	struct shared *shared;
	size_t count;

	if (items < 0 || producers < 0 || consumers < 0 || slots < 0) {
		fprintf(stderr, "buffer: wants ITEMS PRODUCERS CONSUMERS SLOTS\n");
		return 2;
	}
	count = (size_t)(producers + consumers);
	shared = make_shared((uint32_t)items, (uint32_t)slots);
	start_all(shared, (size_t)producers, count, children);
	wait_for_all(children, count);
	print("sum:", shared->sum);
	return EXIT_SUCCESS;
}
