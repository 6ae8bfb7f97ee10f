#include "harness/analyse/origin_stream.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"

/* Bytes of one call. */
struct part {
	const struct trace_event *event;
	size_t from, length;
};

/* What went out at once. */
struct piece {
	uint64_t inode;
	uint64_t low, high; /* high 0: at the end of the process */
	size_t first, count; /* parts */
	size_t length;
};

/* What one process wrote, in its order. */
struct pieces {
	struct part *parts;
	size_t parts_count;
	struct piece *list;
	size_t count;
	size_t next; /* that is not yet placed */
};

/* A stream's buffer: puts that have not gone out. */
struct pending {
	const struct trace_event *const *puts;
	size_t count, first;
	size_t used; /* bytes of the first that went out */
};

static void release(struct pieces *pieces)
{
	free(pieces->parts);
	free(pieces->list);
}

/*** from events to pieces ***/

static void *grown(void *list, size_t count, size_t size)
{
	return (count & (count - 1)) == 0 ? xreallocarray(list, count ? 2 * count : 1, size) : list;
}

static void add_part(struct pieces *pieces, struct part part)
{
	pieces->parts = grown(pieces->parts, pieces->parts_count, sizeof(*pieces->parts));
	pieces->parts[pieces->parts_count++] = part;
}

static void add_piece(struct pieces *pieces, const struct trace_event *event, size_t first)
{
	struct piece piece = {
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
static void flush(struct buffers *buffers, const struct trace_event *event, struct pieces *out)
{
	struct pending *stream = &buffers->streams[event->stream % STREAMS];
	size_t left = event->length, first = out->parts_count;

	while (left > 0 && stream->first < stream->count) {
		const struct trace_event *oldest = stream->puts[stream->first];
		size_t length = oldest->length - stream->used;

		length = length < left ? length : left;
		add_part(out, (struct part){ oldest, stream->used, length });
		left -= length;
		stream->used += length;
		if (stream->used == oldest->length) {
			stream->first++;
			stream->used = 0;
		}
	}
	add_piece(out, event, first);
}

static void read_events(const struct trace_log *log, struct pieces *ret, struct buffers *buffers)
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
			add_part(ret, (struct part){ event, 0, event->length });
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

static struct pieces pieces_of(const struct trace_log *log)
{
	struct pieces pieces = { .parts = NULL };
	struct buffers buffers = { .puts = { NULL } };

	read_events(log, &pieces, &buffers);
	start_anew(&buffers);
	return pieces;
}

static struct pieces *pieces_of_all(const struct trace_log *logs, size_t count)
{
	struct pieces *all = xcalloc(count + 1, sizeof(*all));

	for (size_t i = 0; i < count; i++)
		all[i] = pieces_of(&logs[i]);
	return all;
}

static void release_all(struct pieces *all, size_t count)
{
	for (size_t i = 0; i < count; i++)
		release(&all[i]);
	free(all);
}

/*** putting them together ***/

static const struct piece *next_piece(struct pieces *pieces, uint64_t inode)
{
	while (pieces->next < pieces->count &&
		(pieces->list[pieces->next].inode != inode || !pieces->list[pieces->next].length))
		pieces->next++;
	return pieces->next < pieces->count ? &pieces->list[pieces->next] : NULL;
}

static bool agrees(
	const struct pieces *pieces, const struct piece *piece, const char *bytes, size_t length)
{
	size_t at = 0;

	if (piece->length > length)
		return false;
	for (size_t i = piece->first; i < piece->first + piece->count; i++) {
		const struct part *part = &pieces->parts[i];

		if (part->event->bytes &&
			memcmp(part->event->bytes + part->from, bytes + at, part->length) != 0)
			return false;
		at += part->length;
	}
	return true;
}

/* Whether something that is not yet placed was over before this one began. */
static bool is_too_early(
	struct pieces *all, size_t count, uint64_t inode, const struct piece *piece)
{
	for (size_t i = 0; i < count; i++) {
		const struct piece *other = next_piece(&all[i], inode);

		if (other && other != piece && other->high && other->high < piece->low)
			return true;
	}
	return false;
}

static const struct part *part_at(
	const struct pieces *pieces, const struct piece *piece, size_t offset)
{
	for (size_t i = piece->first; i < piece->first + piece->count; i++) {
		if (offset < pieces->parts[i].length)
			return &pieces->parts[i];
		offset -= pieces->parts[i].length;
	}
	return NULL;
}

static bool is_same_call(const struct trace_event *a, const struct trace_event *b)
{
	return a->places_count == b->places_count &&
	       memcmp(a->places, b->places, a->places_count * sizeof(*a->places)) == 0;
}

/* The state of putting a stream together. */
struct puzzle {
	const struct trace_log *logs;
	struct pieces *all;
	size_t count;
	uint64_t inode;
	const char *bytes;
	size_t length, at;
};

/* Who may have written what comes next: the first of them, by the clock; -1: nobody. */
static ssize_t choose(const struct puzzle *puzzle, size_t target, bool *ret_doubtful)
{
	const struct trace_event *said = NULL;
	const struct piece *best = NULL;
	ssize_t chosen = -1;

	*ret_doubtful = false;
	for (size_t i = 0; i < puzzle->count; i++) {
		const struct piece *piece = next_piece(&puzzle->all[i], puzzle->inode);
		const struct part *part;

		if (!piece ||
			!agrees(&puzzle->all[i], piece, puzzle->bytes + puzzle->at,
				puzzle->length - puzzle->at) ||
			is_too_early(puzzle->all, puzzle->count, puzzle->inode, piece))
			continue;
		part = target >= puzzle->at ? part_at(&puzzle->all[i], piece, target - puzzle->at)
					    : NULL;
		if (part && said && !is_same_call(said, part->event))
			*ret_doubtful = true;
		if (part && !said)
			said = part->event;
		if (!best || piece->low < best->low) {
			best = piece;
			chosen = (ssize_t)i;
		}
	}
	return chosen;
}

static struct origin solve(struct puzzle *puzzle, size_t target)
{
	const struct origin unknown = { .log = NULL };

	for (;;) {
		bool doubtful;
		ssize_t chosen = choose(puzzle, target, &doubtful);
		struct pieces *pieces;
		const struct piece *piece;

		if (chosen < 0)
			return unknown;
		pieces = &puzzle->all[chosen];
		piece = &pieces->list[pieces->next++];
		if (target < puzzle->at + piece->length) {
			const struct part *part = part_at(pieces, piece, target - puzzle->at);

			if (doubtful || !part)
				return unknown;
			return (struct origin){ &puzzle->logs[chosen], part->event, piece->low };
		}
		puzzle->at += piece->length;
	}
}

struct origin origin_of_byte(const struct trace_log *logs, size_t count, uint64_t inode,
	const char *bytes, size_t length, size_t target)
{
	struct puzzle puzzle = {
		.logs = logs,
		.all = pieces_of_all(logs, count),
		.count = count,
		.inode = inode,
		.bytes = bytes,
		.length = length,
	};
	struct origin origin = { .log = NULL };

	if (target < length)
		origin = solve(&puzzle, target);
	release_all(puzzle.all, count);
	return origin;
}

/*** where a line was made ***/

static bool is_alike(const char *a, const char *b, size_t length, bool any_case)
{
	if (!any_case)
		return memcmp(a, b, length) == 0;
	for (size_t i = 0; i < length; i++)
		if (tolower((unsigned char)a[i]) != tolower((unsigned char)b[i]))
			return false;
	return true;
}

/* What a log may claim and nobody would print; such a stream is not looked at. */
enum { MOST_GATHERED = 32 << 20, MOST_STREAMS = 64 };

/* All that one process wrote to one stream; what is not known is zeros. */
static void gather(const struct pieces *pieces, uint64_t inode, struct buf *out)
{
	for (size_t i = 0; i < pieces->parts_count; i++) {
		const struct part *part = &pieces->parts[i];

		if (part->event->inode != inode)
			continue;
		if (out->length + part->length > MOST_GATHERED)
			return;
		for (size_t k = 0; k < part->length; k++)
			buf_addch(out, part->event->bytes ? part->event->bytes[part->from + k] : 0);
	}
}

/* The piece of that stream, and the part, that have the byte. */
static const struct piece *piece_at(
	const struct pieces *pieces, uint64_t inode, size_t offset, const struct part **ret_part)
{
	for (size_t i = 0; i < pieces->count; i++) {
		const struct piece *piece = &pieces->list[i];

		if (piece->inode != inode)
			continue;
		if (offset < piece->length) {
			*ret_part = part_at(pieces, piece, offset);
			return piece;
		}
		offset -= piece->length;
	}
	return NULL;
}

/* Where the wanted lines begin in the text, -1: nowhere. */
static ssize_t find_lines(const struct buf *text, const struct origin_wanted *wanted)
{
	const char *at = text->data;
	const char *end = text->data + text->length;

	while (at && (size_t)(end - at) >= wanted->length) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		if (is_alike(at, wanted->bytes, wanted->length, wanted->any_case))
			return at - text->data + (ssize_t)wanted->from;
		if (wanted->first)
			return -1;
		at = newline ? newline + 1 : NULL;
	}
	return -1;
}

static void look_in(const struct trace_log *log, const struct pieces *pieces, uint64_t inode,
	const struct origin_wanted *wanted, struct origin *first)
{
	cleanup_buf struct buf text = BUF_INIT;
	const struct part *part = NULL;
	const struct piece *piece;
	ssize_t at;

	gather(pieces, inode, &text);
	at = find_lines(&text, wanted);
	piece = at < 0 ? NULL : piece_at(pieces, inode, (size_t)at, &part);
	if (!piece || !part || !piece->high || piece->high >= wanted->before ||
		(first->log && piece->low >= first->low))
		return;
	*first = (struct origin){ log, part->event, piece->low };
}

/* Whether the stream of that piece was met before. */
static bool is_known(const struct pieces *pieces, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (pieces->list[i].inode == pieces->list[index].inode)
			return true;
	return false;
}

struct origin origin_of_line(const struct trace_log *logs, size_t count, uint64_t inode,
	const struct origin_wanted *wanted)
{
	struct pieces *all = pieces_of_all(logs, count);
	struct origin first = { .log = NULL };

	for (size_t i = 0; i < count; i++) {
		size_t streams = 0;

		for (size_t k = 0; k < all[i].count && streams < MOST_STREAMS; k++)
			if (all[i].list[k].inode != inode && !is_known(&all[i], k)) {
				look_in(&logs[i], &all[i], all[i].list[k].inode, wanted, &first);
				streams++;
			}
	}
	release_all(all, count);
	return first;
}

/*** what was never written ***/

struct origin origin_unwritten(const struct trace_log *log, uint64_t inode, size_t *ret_length)
{
	struct pieces pieces = { .parts = NULL };
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
				first = (struct origin){ log, stream->puts[k], 0 };
		}
	}
	start_anew(&buffers);
	release(&pieces);
	return first;
}
