/*
 * buffer ITEMS PRODUCERS CONSUMERS SLOTS
 *
 * Producers and consumers, each a process of its own, joined by a bounded
 * buffer in shared memory:
 *
 *	producers -- put --> ring of SLOTS items -- take --> consumers --> stdout
 *
 * The parent maps the buffer and readies its semaphores before the first
 * fork(), so every child finds the same buffer at the same address.  Three
 * semaphores guard it:
 *
 *	empty  counts the free slots: a producer waits for one before it puts
 *	full   counts the filled slots: a consumer waits for one before it takes
 *	lock   1 or 0: whoever brings it to 0 may change the ring
 *
 * Everybody waits for a slot first and for the lock second.  So nobody waits
 * for a slot while holding the lock, and the lock is always given back soon.
 *
 * How many items fall to whom is known from the start: nobody has to be told
 * that the work is over.  The parent only waits; if a child fails, the others
 * could wait for it for ever, so the parent ends them all.
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

enum {
	ITEMS_MAX = 1000000,
	PRODUCERS_MAX = 32,
	CONSUMERS_MAX = 32,
	SLOTS_MAX = 1024,
	EXIT_USAGE = 2,
};

/* What the command line asks for. */
struct counts {
	unsigned items;
	unsigned producers;
	unsigned consumers;
	unsigned slots;
};

/* All that the processes share. */
struct buffer {
	sem_t empty;
	sem_t full;
	sem_t lock;
	unsigned slots;
	unsigned in; /* where the next item is put */
	unsigned out; /* where the next item is taken */
	unsigned item[SLOTS_MAX];
	/*
	 * A cell for each consumer.  It needs no lock: one process writes it, and
	 * the parent reads it when that process has ended.
	 */
	uint64_t sum[CONSUMERS_MAX];
};

/* The children that have not been waited for. */
struct family {
	pid_t child[PRODUCERS_MAX + CONSUMERS_MAX];
	unsigned count;
};

/* What a child does; `number` counts from 0 among its kind. */
typedef void role(struct buffer *buffer, const struct counts *counts, unsigned number);

/* Ends this process.  Nothing waits in a stdio buffer: see print_line(). */
static void fail(const char *what)
{
	perror(what);
	_exit(EXIT_FAILURE);
}

/*
 * Prints one line with one write(2).  A pipe takes up to PIPE_BUF bytes whole,
 * so the lines of several processes never mix.
 */
static void print_line(const char *word, uint64_t number)
{
	char line[64];
	int length = snprintf(line, sizeof(line), "%s %" PRIu64 "\n", word, number);
	const char *rest = line;

	while (length > 0) {
		ssize_t written = write(STDOUT_FILENO, rest, (size_t)length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			fail("write");
		rest += written;
		length -= (int)written;
	}
}

/* The buffer */

static void down(sem_t *semaphore)
{
	while (sem_wait(semaphore) < 0) {
		if (errno != EINTR)
			fail("sem_wait");
	}
}

static void up(sem_t *semaphore)
{
	if (sem_post(semaphore) < 0)
		fail("sem_post");
}

/* A semaphore that processes share, not only the threads of one. */
static void ready(sem_t *semaphore, unsigned value)
{
	if (sem_init(semaphore, 1, value) < 0)
		fail("sem_init");
}

static struct buffer *buffer_create(unsigned slots)
{
	struct buffer *buffer = mmap(
		NULL, sizeof(*buffer), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (buffer == MAP_FAILED)
		fail("mmap");
	buffer->slots = slots;
	ready(&buffer->empty, slots);
	ready(&buffer->full, 0);
	ready(&buffer->lock, 1);
	return buffer;
}

/* Call it when no other process uses the buffer any more. */
static void buffer_destroy(struct buffer *buffer)
{
	sem_destroy(&buffer->empty);
	sem_destroy(&buffer->full);
	sem_destroy(&buffer->lock);
	munmap(buffer, sizeof(*buffer));
}

static void put(struct buffer *buffer, unsigned item)
{
	down(&buffer->empty);
	down(&buffer->lock);
	buffer->item[buffer->in] = item;
	buffer->in = (buffer->in + 1) % buffer->slots;
	up(&buffer->lock);
	up(&buffer->full);
}

static unsigned take(struct buffer *buffer)
{
	unsigned item;

	down(&buffer->full);
	down(&buffer->lock);
	item = buffer->item[buffer->out];
	buffer->out = (buffer->out + 1) % buffer->slots;
	up(&buffer->lock);
	up(&buffer->empty);
	return item;
}

/* The children */

/* Every PRODUCERS-th item, from number + 1 on. */
static void produce(struct buffer *buffer, const struct counts *counts, unsigned number)
{
	for (unsigned item = number + 1; item <= counts->items; item += counts->producers)
		put(buffer, item);
}

/* An equal share of the items; the first consumers take one more each until none is over. */
static unsigned share(const struct counts *counts, unsigned number)
{
	unsigned over = counts->items % counts->consumers;

	return counts->items / counts->consumers + (number < over ? 1 : 0);
}

static void consume(struct buffer *buffer, const struct counts *counts, unsigned number)
{
	uint64_t sum = 0;

	for (unsigned left = share(counts, number); left > 0; left--) {
		unsigned item = take(buffer);

		print_line("item", item);
		sum += item;
	}
	buffer->sum[number] = sum;
}

/* The parent */

static void end_family(const struct family *family)
{
	for (unsigned n = 0; n < family->count; n++)
		kill(family->child[n], SIGKILL);
}

/* A process that was waited for is forgotten: its number may soon be another's. */
static void forget(struct family *family, pid_t pid)
{
	for (unsigned n = 0; n < family->count; n++) {
		if (family->child[n] == pid) {
			family->child[n] = family->child[--family->count];
			return;
		}
	}
}

static void report(pid_t pid, int status)
{
	if (WIFSIGNALED(status))
		fprintf(stderr, "buffer: child %d was ended by signal %d\n", (int)pid,
			WTERMSIG(status));
	else
		fprintf(stderr, "buffer: child %d ended with status %d\n", (int)pid,
			WEXITSTATUS(status));
}

/* Waits for every child.  When one fails, ends the others.  Whether all went well. */
static bool wait_for(struct family *family)
{
	bool well = true;

	while (family->count > 0) {
		int status;
		pid_t pid = wait(&status);

		if (pid < 0 && errno == EINTR)
			continue;
		if (pid < 0)
			fail("wait");
		forget(family, pid);
		if (!well || (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS))
			continue;
		report(pid, status);
		end_family(family);
		well = false;
	}
	return well;
}

static void start(struct family *family, unsigned count, role *work, struct buffer *buffer,
	const struct counts *counts)
{
	for (unsigned number = 0; number < count; number++) {
		pid_t pid = fork();

		if (pid < 0) {
			perror("fork");
			end_family(family);
			wait_for(family);
			exit(EXIT_FAILURE);
		}
		if (pid == 0) {
			work(buffer, counts, number);
			_exit(EXIT_SUCCESS);
		}
		family->child[family->count++] = pid;
	}
}

static uint64_t total(const struct buffer *buffer, unsigned consumers)
{
	uint64_t sum = 0;

	for (unsigned number = 0; number < consumers; number++)
		sum += buffer->sum[number];
	return sum;
}

/* The command line */

/* Digits and nothing else, lowest ... highest; whether it is so. */
static bool read_number(const char *text, unsigned lowest, unsigned highest, unsigned *ret)
{
	unsigned long number;

	if (text[0] == '\0' || text[strspn(text, "0123456789")] != '\0')
		return false;
	errno = 0;
	number = strtoul(text, NULL, 10);
	if (errno != 0 || number < lowest || number > highest)
		return false;
	*ret = (unsigned)number;
	return true;
}

static bool read_counts(int argc, char **argv, struct counts *ret)
{
	return argc == 5 && read_number(argv[1], 0, ITEMS_MAX, &ret->items) &&
	       read_number(argv[2], 1, PRODUCERS_MAX, &ret->producers) &&
	       read_number(argv[3], 1, CONSUMERS_MAX, &ret->consumers) &&
	       read_number(argv[4], 1, SLOTS_MAX, &ret->slots);
}

int main(int argc, char **argv)
{
	struct counts counts;
	struct family family = { .count = 0 };
	struct buffer *buffer;

	if (!read_counts(argc, argv, &counts)) {
		fprintf(stderr,
			"usage: buffer ITEMS PRODUCERS CONSUMERS SLOTS "
			"(0-%d, 1-%d, 1-%d, 1-%d)\n",
			ITEMS_MAX, PRODUCERS_MAX, CONSUMERS_MAX, SLOTS_MAX);
		return EXIT_USAGE;
	}
	buffer = buffer_create(counts.slots);
	start(&family, counts.producers, produce, buffer, &counts);
	start(&family, counts.consumers, consume, buffer, &counts);
	if (!wait_for(&family))
		return EXIT_FAILURE;
	print_line("sum:", total(buffer, counts.consumers));
	buffer_destroy(buffer);
	return EXIT_SUCCESS;
}
