#include "harness/analyse/origin_stream.h"

#include "harness/analyse/origin_pieces.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"

/*** putting them together ***/

static const struct origin_piece *next_piece(struct origin_pieces *pieces, uint64_t inode)
{
	while (pieces->next < pieces->count &&
		(pieces->list[pieces->next].inode != inode || !pieces->list[pieces->next].length))
		pieces->next++;
	return pieces->next < pieces->count ? &pieces->list[pieces->next] : NULL;
}

static bool agrees(const struct origin_pieces *pieces, const struct origin_piece *piece,
	const char *bytes, size_t length)
{
	size_t at = 0;

	if (piece->length > length)
		return false;
	for (size_t i = piece->first; i < piece->first + piece->count; i++) {
		const struct origin_part *part = &pieces->parts[i];

		if (part->event->bytes &&
			memcmp(part->event->bytes + part->from, bytes + at, part->length) != 0)
			return false;
		at += part->length;
	}
	return true;
}

/* Whether something that is not yet placed was over before this one began. */
static bool is_too_early(
	struct origin_pieces *all, size_t count, uint64_t inode, const struct origin_piece *piece)
{
	for (size_t i = 0; i < count; i++) {
		const struct origin_piece *other = next_piece(&all[i], inode);

		if (other && other != piece && other->high && other->high < piece->low)
			return true;
	}
	return false;
}

static const struct origin_part *part_at(
	const struct origin_pieces *pieces, const struct origin_piece *piece, size_t offset)
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
	return a->places_count == b->places_count && a->places_count > 0 &&
	       memcmp(a->places, b->places, a->places_count * sizeof(*a->places)) == 0;
}

/* The state of putting a stream together. */
struct puzzle {
	const struct trace_log *logs;
	struct origin_pieces *all;
	size_t count;
	uint64_t inode;
	const char *bytes;
	size_t length, at;
};

/* Who may have written what comes next: the first of them, by the clock; -1: nobody. */
static ssize_t choose(const struct puzzle *puzzle, size_t target, bool *ret_doubtful)
{
	const struct trace_event *said = NULL;
	const struct origin_piece *best = NULL;
	ssize_t chosen = -1;

	*ret_doubtful = false;
	for (size_t i = 0; i < puzzle->count; i++) {
		const struct origin_piece *piece = next_piece(&puzzle->all[i], puzzle->inode);
		const struct origin_part *part;

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

/* Of the same process, to the same stream. */
static uint64_t bytes_before(const struct origin_pieces *pieces, const struct origin_piece *piece)
{
	uint64_t sum = 0;

	for (const struct origin_piece *p = pieces->list; p < piece; p++)
		if (p->inode == piece->inode)
			sum += p->length;
	return sum;
}

static struct origin solve(struct puzzle *puzzle, size_t target)
{
	const struct origin unknown = { .log = NULL };

	for (;;) {
		bool doubtful;
		ssize_t chosen = choose(puzzle, target, &doubtful);
		struct origin_pieces *pieces;
		const struct origin_piece *piece;

		if (chosen < 0)
			return unknown;
		pieces = &puzzle->all[chosen];
		piece = &pieces->list[pieces->next++];
		if (target < puzzle->at + piece->length) {
			const struct origin_part *part =
				part_at(pieces, piece, target - puzzle->at);

			if (doubtful || !part)
				return unknown;
			return (struct origin){ &puzzle->logs[chosen], part->event, piece->low,
				bytes_before(pieces, piece) + target - puzzle->at };
		}
		puzzle->at += piece->length;
	}
}

struct origin origin_of_byte(const struct trace_log *logs, size_t count, uint64_t inode,
	const char *bytes, size_t length, size_t target)
{
	struct puzzle puzzle = {
		.logs = logs,
		.all = origin_pieces_of(logs, count),
		.count = count,
		.inode = inode,
		.bytes = bytes,
		.length = length,
	};
	struct origin origin = { .log = NULL };

	if (target < length)
		origin = solve(&puzzle, target);
	origin_pieces_release(puzzle.all, count);
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
static void gather(const struct origin_pieces *pieces, uint64_t inode, struct buf *out)
{
	for (size_t i = 0; i < pieces->parts_count; i++) {
		const struct origin_part *part = &pieces->parts[i];

		if (part->event->inode != inode)
			continue;
		if (out->length + part->length > MOST_GATHERED)
			return;
		for (size_t k = 0; k < part->length; k++)
			buf_addch(out, part->event->bytes ? part->event->bytes[part->from + k] : 0);
	}
}

/* The piece of that stream, and the part, that have the byte. */
static const struct origin_piece *piece_at(const struct origin_pieces *pieces, uint64_t inode,
	size_t offset, const struct origin_part **ret_part)
{
	for (size_t i = 0; i < pieces->count; i++) {
		const struct origin_piece *piece = &pieces->list[i];

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

static void look_in(const struct trace_log *log, const struct origin_pieces *pieces, uint64_t inode,
	const struct origin_wanted *wanted, struct origin *first)
{
	cleanup_buf struct buf text = BUF_INIT;
	const struct origin_part *part = NULL;
	const struct origin_piece *piece;
	ssize_t at;

	gather(pieces, inode, &text);
	at = find_lines(&text, wanted);
	piece = at < 0 ? NULL : piece_at(pieces, inode, (size_t)at, &part);
	if (!piece || !part || !piece->high || piece->high >= wanted->before ||
		(first->log && piece->low >= first->low))
		return;
	*first = (struct origin){ .log = log, .event = part->event, .low = piece->low };
}

/* Whether the stream of that piece was met before. */
static bool is_known(const struct origin_pieces *pieces, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (pieces->list[i].inode == pieces->list[index].inode)
			return true;
	return false;
}

struct origin origin_of_line(const struct trace_log *logs, size_t count, uint64_t inode,
	const struct origin_wanted *wanted)
{
	struct origin_pieces *all = origin_pieces_of(logs, count);
	struct origin first = { .log = NULL };

	for (size_t i = 0; i < count; i++) {
		size_t streams = 0;

		for (size_t k = 0; k < all[i].count && streams < MOST_STREAMS; k++)
			if (all[i].list[k].inode != inode && !is_known(&all[i], k)) {
				look_in(&logs[i], &all[i], all[i].list[k].inode, wanted, &first);
				streams++;
			}
	}
	origin_pieces_release(all, count);
	return first;
}
