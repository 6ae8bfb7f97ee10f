#include "harness/analyse/origin_pieces.h"

#include <stdlib.h>

#include "harness/base/fault.h"

/* A stream's buffer: puts that have not gone out. */
struct pending {
	const struct trace_event *const *puts;
	size_t count, first;
	size_t used; /* bytes of the first that went out */
};

static void release(struct origin_pieces *pieces)
{
	free(pieces->parts);
	free(pieces->list);
}

static void *grown(void *list, size_t count, size_t size)
{
	return (count & (count - 1)) == 0 ? xreallocarray(list, count ? 2 * count : 1, size) : list;
}

static void add_part(struct origin_pieces *pieces, struct origin_part part)
{
	pieces->parts = grown(pieces->parts, pieces->parts_count, sizeof(*pieces->parts));
	pieces->parts[pieces->parts_count++] = part;
}

static void add_piece(struct origin_pieces *pieces, const struct trace_event *event, size_t first)
{
	struct origin_piece piece = {
		.inode = event->inode,
		.low = event->low,
		.high = event->high,
		.first = first,
		.count = pieces->parts_count - first,
	};

	for (size_t i = first; i < pieces->parts_count; i++)
		piece.length += pieces->parts[i].length;
	pieces->list = grown(pieces->list, pieces->count, sizeof(*pieces->list));
	pieces->list[pieces->count++] = piece;
}

enum { STREAMS = 16 };

/* The puts of each stream, as far as they are read. */
struct buffers {
	struct pending streams[STREAMS];
	const struct trace_event **puts[STREAMS];
};

static void start_anew(struct buffers *buffers)
{
	for (size_t i = 0; i < STREAMS; i++) {
		free(buffers->puts[i]);
		buffers->puts[i] = NULL;
		buffers->streams[i] = (struct pending){ .count = 0 };
	}
}

static void put(struct buffers *buffers, const struct trace_event *event)
{
	struct pending *stream = &buffers->streams[event->stream % STREAMS];
	const struct trace_event ***puts = &buffers->puts[event->stream % STREAMS];

	*puts = grown(*puts, stream->count, sizeof(**puts));
	(*puts)[stream->count++] = event;
	stream->puts = *puts;
}

/* The oldest bytes of the buffer become parts; what is not known to be there is not taken. */
static void flush(
	struct buffers *buffers, const struct trace_event *event, struct origin_pieces *out)
{
	struct pending *stream = &buffers->streams[event->stream % STREAMS];
	size_t left = event->length, first = out->parts_count;

	while (left > 0 && stream->first < stream->count) {
		const struct trace_event *oldest = stream->puts[stream->first];
		size_t length = oldest->length - stream->used;

		length = length < left ? length : left;
		add_part(out, (struct origin_part){ oldest, stream->used, length });
		left -= length;
		stream->used += length;
		if (stream->used == oldest->length) {
			stream->first++;
			stream->used = 0;
		}
	}
	add_piece(out, event, first);
}

static void read_events(
	const struct trace_log *log, struct origin_pieces *ret, struct buffers *buffers)
{
	for (size_t i = 0; i < log->count; i++) {
		const struct trace_event *event = &log->events[i];

		switch (event->kind) {
		case TRACE_START:
			start_anew(buffers);
			break;
		case TRACE_PUT:
			put(buffers, event);
			break;
		case TRACE_FLUSH:
			flush(buffers, event, ret);
			break;
		case TRACE_WRITE:
			add_part(ret, (struct origin_part){ event, 0, event->length });
			add_piece(ret, event, ret->parts_count - 1);
			break;
		case TRACE_CHILD:
		case TRACE_WAITED:
		case TRACE_NUMBER:
		case TRACE_BUSY:
		case TRACE_DIED:
		case TRACE_END:
		case TRACE_OVER:
			break;
		}
	}
}

static struct origin_pieces pieces_of(const struct trace_log *log)
{
	struct origin_pieces pieces = { .parts = NULL };
	struct buffers buffers = { .puts = { NULL } };

	read_events(log, &pieces, &buffers);
	start_anew(&buffers);
	return pieces;
}

struct origin_pieces *origin_pieces_of(const struct trace_log *logs, size_t count)
{
	struct origin_pieces *all = xcalloc(count + 1, sizeof(*all));

	for (size_t i = 0; i < count; i++)
		all[i] = pieces_of(&logs[i]);
	return all;
}

void origin_pieces_release(struct origin_pieces *all, size_t count)
{
	for (size_t i = 0; i < count; i++)
		release(&all[i]);
	free(all);
}

/*** what was never written ***/

struct origin origin_unwritten(const struct trace_log *log, uint64_t inode, size_t *ret_length)
{
	struct origin_pieces pieces = { .parts = NULL };
	struct buffers buffers = { .puts = { NULL } };
	struct origin first = { .log = NULL };

	*ret_length = 0;
	read_events(log, &pieces, &buffers);
	for (size_t i = 0; i < STREAMS; i++) {
		const struct pending *stream = &buffers.streams[i];

		for (size_t k = stream->first; k < stream->count; k++) {
			/* What fork() copied is the parent's to write. */
			if (stream->puts[k]->inode != inode || !*stream->puts[k]->call)
				continue;
			*ret_length +=
				stream->puts[k]->length - (k == stream->first ? stream->used : 0);
			if (!first.log)
				first = (struct origin){ .log = log, .event = stream->puts[k] };
		}
	}
	start_anew(&buffers);
	release(&pieces);
	return first;
}
