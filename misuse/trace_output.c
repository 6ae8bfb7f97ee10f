/*
 * Which call wrote which byte.
 *
 * What goes through write(2) is seen as it goes.  What goes through stdio stays in a buffer, and
 * goes out at some later call; how much went is what was pending before the call, and
 * what the call added, less what is pending behind it.  Since a stream's bytes go out in the
 * order that they came in, that is all that must be known.
 */
#include <errno.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "misuse/misuse.h"
#include "misuse/tracing.h"

enum { STREAMS = 16 };

/* A stream that was printed to. */
struct misuse_printed {
	FILE *stream; /* NULL: the place is free */
	size_t kept; /* bytes that were pending when it was last looked at */
	uint64_t when; /* that was */
	struct misuse_chain chain; /* that last printed to it */
};

static struct misuse_printed streams[STREAMS];

static uint64_t inode_of(int fd)
{
	struct stat status;

	return fstat(fd, &status) == 0 ? status.st_ino : 0;
}

void misuse_trace_written(uint64_t low, const char *call, int fd, const void *bytes, ssize_t result)
{
	const int error = errno;
	struct misuse_line line;
	struct misuse_chain chain;

	if (!low || result <= 0)
		return;
	misuse_chain_take(&chain);
	misuse_trace_remember(call, &chain);
	misuse_line_word(&line, "write");
	misuse_line_number(&line, inode_of(fd));
	misuse_line_number(&line, (uint64_t)result);
	misuse_line_number(&line, low);
	misuse_line_number(&line, misuse_trace_now());
	misuse_line_text(&line, call, SIZE_MAX);
	misuse_line_chain(&line, &chain);
	misuse_line_put(&line, bytes, (size_t)result);
	errno = error;
}

/*** streams ***/

static struct misuse_printed *find(FILE *stream)
{
	for (int i = 0; i < STREAMS; i++) {
		FILE *none = NULL;

		if (streams[i].stream == stream ||
			__atomic_compare_exchange_n(&streams[i].stream, &none, stream, false,
				__ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
			return &streams[i];
	}
	return NULL;
}

static void note_put(
	struct misuse_printed *known, const char *call, const void *bytes, size_t length)
{
	struct misuse_line line;

	misuse_line_word(&line, "put");
	misuse_line_number(&line, (uint64_t)(known - streams));
	misuse_line_number(&line, inode_of(fileno(known->stream)));
	misuse_line_number(&line, length);
	misuse_line_number(&line, bytes != NULL);
	misuse_line_text(&line, call, SIZE_MAX);
	misuse_line_chain(&line, &known->chain);
	misuse_line_put(&line, bytes, length);
}

static void note_flush(
	const struct misuse_printed *known, size_t length, uint64_t low, uint64_t high)
{
	struct misuse_line line;

	if (length == 0)
		return;
	misuse_line_word(&line, "flush");
	misuse_line_number(&line, (uint64_t)(known - streams));
	misuse_line_number(&line, inode_of(fileno(known->stream)));
	misuse_line_number(&line, length);
	misuse_line_number(&line, low);
	misuse_line_number(&line, high);
	misuse_line_put(&line, NULL, 0);
}

/* libc writes at moments of its own as well: then less is pending than there was. */
static void catch_up(struct misuse_printed *known, uint64_t now)
{
	const size_t pending = __fpending(known->stream);

	if (pending < known->kept)
		note_flush(known, known->kept - pending, known->when, now);
	known->kept = pending;
	known->when = now;
}

struct misuse_printing misuse_printing_begin(FILE *stream)
{
	const int error = errno;
	struct misuse_printing printing = { .to = NULL };
	struct misuse_printed *known;

	/* Messages are not looked for; a stream that is not open has no buffer. */
	if (!misuse_traces || !stream || stream == stderr || !misuse_is_at_home())
		return printing;
	flockfile(stream);
	known = find(stream);
	if (known) {
		printing.to = known;
		printing.low = misuse_trace_now();
		catch_up(known, printing.low);
		printing.pending = known->kept;
	} else {
		funlockfile(stream);
	}
	errno = error;
	return printing;
}

void misuse_printing_add(
	struct misuse_printing *printing, const char *call, const void *bytes, size_t length)
{
	const int error = errno;
	struct misuse_printed *known = printing->to;

	if (!known || length == 0)
		return;
	misuse_chain_take(&known->chain);
	misuse_trace_remember(call, &known->chain);
	note_put(known, call, bytes, length);
	printing->added += length;
	errno = error;
}

void misuse_printing_end(const struct misuse_printing *printing)
{
	const int error = errno;
	struct misuse_printed *known = printing->to;
	size_t all;

	if (!known)
		return;
	all = printing->pending + printing->added;
	known->kept = __fpending(known->stream);
	known->when = misuse_trace_now();
	if (all > known->kept)
		note_flush(known, all - known->kept, printing->low, known->when);
	funlockfile(known->stream);
	errno = error;
}

void misuse_trace_flushed_all(void)
{
	for (int i = 0; misuse_traces && i < STREAMS; i++)
		if (streams[i].stream)
			catch_up(&streams[i], misuse_trace_now());
}

void misuse_trace_closing(FILE *stream)
{
	const int error = errno;
	struct misuse_printed *known;

	if (!misuse_traces || !stream || !misuse_is_at_home())
		return;
	known = find(stream);
	if (known) {
		catch_up(known, misuse_trace_now());
		note_flush(known, known->kept, misuse_trace_now(), 0);
		known->stream = NULL;
		known->kept = 0;
	}
	errno = error;
}

void misuse_trace_flushing_at_end(void)
{
	for (int i = 0; misuse_traces && i < STREAMS; i++)
		if (streams[i].stream) {
			catch_up(&streams[i], misuse_trace_now());
			note_flush(&streams[i], streams[i].kept, misuse_trace_now(), 0);
		}
}

/* glibc keeps what is pending between these two: <bits/types/struct_FILE.h>. */
void misuse_trace_copied(void)
{
	for (int i = 0; misuse_traces && i < STREAMS; i++) {
		struct misuse_printed *known = &streams[i];

		if (!known->stream)
			continue;
		known->kept = __fpending(known->stream);
		if (known->kept > 0)
			note_put(known, "", known->stream->_IO_write_base, known->kept);
	}
}
