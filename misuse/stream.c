/*
 * Output that is written twice.
 *
 * fork(2) copies what stands in a stream's buffer, and each process that flushes its copy writes
 * it.  Whether it comes to that is only known when it happens: the child may end by
 * _exit(2), or become another program.  So the bytes are given a name when fork() copies them, and
 * each process notes under that name that it wrote them, to the file that they were meant for.
 *
 * libc writes on its own behalf when a buffer is full; then less is pending than there
 * was, which is seen the next time that anybody looks.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "misuse/misuse.h"

enum { STREAMS = 16, NAME = 40 };

/* A stream, and the bytes in its buffer that some fork() has copied. */
struct stream {
	FILE *stream; /* NULL: the place is free */
	uintptr_t printed; /* where the program last printed to it */
	size_t copied; /* bytes; 0: none */
	char name[NAME]; /* of these bytes, the same in every process that has them */
	dev_t device;
	ino_t inode;
};

static struct stream streams[STREAMS];
static _Atomic unsigned forks;
static _Atomic bool exec_failed;

static struct stream *find(const FILE *stream)
{
	if (!streams[0].stream)
		streams[0].stream = stdout;
	for (int i = 0; stream && i < STREAMS; i++)
		if (streams[i].stream == stream)
			return &streams[i];
	return NULL;
}

void misuse_stream_opened(FILE *stream)
{
	if (!stream || !misuse_is_at_home() || find(stream))
		return;
	for (int i = 1; i < STREAMS; i++) {
		FILE *none = NULL;

		if (__atomic_compare_exchange_n(&streams[i].stream, &none, stream, false,
			    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
			streams[i].copied = 0;
			streams[i].printed = 0;
			return;
		}
	}
}

void misuse_stream_printed(FILE *stream, uintptr_t place)
{
	struct stream *known = place ? find(stream) : NULL;

	if (known && misuse_is_at_home())
		known->printed = place;
}

/* Whether the stream still leads to the file that the bytes were meant for. */
static bool leads_there(const struct stream *known)
{
	struct stat status;

	return fstat(fileno(known->stream), &status) == 0 && status.st_dev == known->device &&
	       status.st_ino == known->inode;
}

/* Looks what became of the copied bytes; `now`: they are about to be written. */
static void look(struct stream *known, bool now, const char *way)
{
	if (known->copied == 0 || (!now && __fpending(known->stream) >= known->copied))
		return;
	known->copied = 0;
	if (leads_there(known))
		misuse_note("written", MISUSE_TEXT(known->name),
			MISUSE_TEXT(exec_failed && strcmp(way, "exit") == 0 ? "exec-failed" : way));
}

void misuse_stream_flushing(FILE *stream, const char *way)
{
	struct stream *known = find(stream);

	if (!misuse_is_at_home())
		return;
	if (known)
		look(known, true, way);
	for (int i = 0; !stream && i < STREAMS; i++)
		if (streams[i].stream)
			look(&streams[i], true, way);
}

void misuse_stream_closing(FILE *stream)
{
	struct stream *known = find(stream);

	misuse_stream_flushing(stream, "flush");
	if (known && known != &streams[0] && misuse_is_at_home())
		known->stream = NULL;
}

void misuse_stream_purged(FILE *stream)
{
	struct stream *known = find(stream);

	if (known && misuse_is_at_home()) {
		look(known, false, "flush");
		known->copied = 0;
	}
}

void misuse_stream_descriptor(int fd)
{
	if (!misuse_is_at_home())
		return;
	for (int i = 0; i < STREAMS; i++)
		if (streams[i].copied && (fd < 0 || fileno(streams[i].stream) == fd))
			look(&streams[i], false, "flush");
}

static void put_number(char **at, unsigned number)
{
	char digits[12];
	int count = 0;

	do {
		digits[count++] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	while (count > 0)
		*(*at)++ = digits[--count];
}

static void make_name(char name[NAME])
{
	char *at = name;

	put_number(&at, (unsigned)getpid());
	*at++ = '.';
	put_number(&at, atomic_fetch_add(&forks, 1));
	*at = '\0';
}

static void copy(struct stream *known, uintptr_t place)
{
	size_t pending = __fpending(known->stream);
	struct stat status;

	look(known, false, "flush");
	/* Bytes that an earlier fork() has copied keep their name. */
	if (known->copied || pending == 0 || fstat(fileno(known->stream), &status) < 0)
		return;
	known->copied = pending;
	known->device = status.st_dev;
	known->inode = status.st_ino;
	make_name(known->name);
	misuse_note("pending", MISUSE_TEXT(known->name), MISUSE_NUMBER(fileno(known->stream)),
		MISUSE_NUMBER(pending), MISUSE_PLACE(place), MISUSE_PLACE(known->printed));
}

void misuse_stream_forking(uintptr_t place)
{
	find(stdout);
	for (int i = 0; i < STREAMS && misuse_is_at_home(); i++)
		if (streams[i].stream)
			copy(&streams[i], place);
}

void misuse_stream_exec_failed(void)
{
	if (misuse_is_at_home())
		exec_failed = true;
}
