#include "harness/analyse/trace_log.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"

enum { MOST_BYTES = 16 << 20, MOST_EVENTS = 2 * MISUSE_TRACE_RECORDS };

/* What follows each word; the letters are those of take_field(). */
static const struct shape {
	const char *word;
	enum trace_kind kind;
	const char *fields;
} shapes[] = {
	{ "start", TRACE_START, "np." },
	{ "put", TRACE_PUT, "silkcx" },
	{ "flush", TRACE_FLUSH, "silLH" },
	{ "write", TRACE_WRITE, "ilLHcx" },
	{ "child", TRACE_CHILD, "nx" },
	{ "waited", TRACE_WAITED, "nScx" },
	{ "number", TRACE_NUMBER, "clvxt" },
	{ "busy", TRACE_BUSY, "c" },
	{ "died", TRACE_DIED, "nx" },
	{ "end", TRACE_END, "cnex" },
	{ "over", TRACE_OVER, "" },
};

static bool take_number(const char *text, uint64_t most, uint64_t *ret)
{
	char *end;

	if (!*text || text[strspn(text, "0123456789")] || strlen(text) > 20)
		return false;
	errno = 0;
	*ret = strtoull(text, &end, 10);
	return errno == 0 && *ret <= most;
}

static bool take_chain(char *text, struct trace_event *event)
{
	char *word;

	if (!*text)
		return true;
	while ((word = strsep(&text, ","))) {
		if (!*word || strlen(word) > 16 || word[strspn(word, "0123456789abcdef")] ||
			event->places_count == MISUSE_CHAIN)
			return false;
		event->places[event->places_count++] = strtoull(word, NULL, 16);
	}
	return true;
}

/* No length is more than is read at all. */
static uint64_t most_of(char letter)
{
	if (strchr("iLHv", letter))
		return UINT64_MAX;
	return letter == 'l' ? MOST_BYTES : INT_MAX;
}

/* Whether bytes follow, in event->bytes for the time being: any pointer but NULL. */
static bool take_field(char letter, char *text, struct trace_event *event)
{
	uint64_t number = 0;

	if (strchr("nsilkLHSvp", letter) && !take_number(text, most_of(letter), &number))
		return false;
	switch (letter) {
	case 'n':
		event->number = (int)number;
		return true;
	case 's':
		event->stream = (unsigned)number;
		return true;
	case 'i':
		event->inode = number;
		return true;
	case 'l':
		event->length = number;
		return true;
	case 'k':
		event->bytes = number ? text : NULL;
		return true;
	case 'L':
		event->low = number;
		return true;
	case 'H':
		event->high = number;
		return true;
	case 'S':
		event->status = (int)number;
		return true;
	case 'v':
		event->value = (long long)number;
		return true;
	case 'p':
		return true;
	case '.':
		event->program = text;
		return true;
	case 'c':
		event->call = text;
		return true;
	case 'e':
		event->ending = text;
		return true;
	case 't':
		event->text = text;
		return true;
	default:
		return take_chain(text, event);
	}
}

static const struct shape *shape_of(const char *word)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++)
		if (strcmp(shapes[i].word, word) == 0)
			return &shapes[i];
	return NULL;
}

static bool take_event(char *line, struct trace_event *ret)
{
	const char *word = strsep(&line, "\t");
	const struct shape *shape = shape_of(word);

	if (!shape)
		return false;
	*ret = (struct trace_event){
		.kind = shape->kind, .program = "", .call = "", .ending = "", .text = ""
	};
	for (const char *letter = shape->fields; *letter; letter++) {
		char *field = strsep(&line, "\t");

		if (!field || !take_field(*letter, field, ret))
			return false;
	}
	if (shape->kind == TRACE_WRITE)
		ret->bytes = ret->call;
	return line == NULL;
}

/* The bytes behind the record, of which `left` are there; false: it was cut off. */
static bool take_bytes(char **rest, const char *end, struct trace_event *event)
{
	size_t left = (size_t)(end - *rest);

	if (!event->bytes)
		return true;
	if (event->length >= left || (*rest)[event->length] != '\n')
		return false;
	event->bytes = *rest;
	*rest += event->length + 1;
	return true;
}

static bool add_event(struct trace_log *log, struct trace_event *event)
{
	if (log->count == MOST_EVENTS)
		return false;
	if (event->kind != TRACE_START && log->count)
		event->program = log->events[log->count - 1].program;
	if ((log->count & (log->count - 1)) == 0)
		log->events = xreallocarray(
			log->events, log->count ? 2 * log->count : 1, sizeof(*log->events));
	log->events[log->count++] = *event;
	return true;
}

static int parse(struct trace_log *log, size_t length, struct buf *why)
{
	char *rest = log->text;
	const char *end = log->text + length;
	char *newline;

	while (rest < end && (newline = memchr(rest, '\n', (size_t)(end - rest)))) {
		struct trace_event event;

		*newline = '\0';
		if (strlen(rest) != (size_t)(newline - rest) || !take_event(rest, &event)) {
			buf_printf(why, "%d" MISUSE_TRACE_SUFFIX ": record %zu is none", log->pid,
				log->count + 1);
			return -EBADMSG;
		}
		rest = newline + 1;
		if (!take_bytes(&rest, end, &event))
			return 0;
		if (!add_event(log, &event)) {
			buf_printf(why, "%d" MISUSE_TRACE_SUFFIX ": too many records", log->pid);
			return -E2BIG;
		}
	}
	return 0;
}

int trace_log_load(const char *path, struct trace_log *ret, struct buf *why)
{
	cleanup_trace_log struct trace_log log = TRACE_LOG_INIT;
	cleanup_free char *name = file_basename(path);
	cleanup_buf struct buf bytes = BUF_INIT;
	int error = file_read(path, &bytes, MOST_BYTES);
	size_t length = bytes.length;

	if (error) {
		buf_printf(why, "cannot read %s: %s", path, strerror(-error));
		return error;
	}
	log.pid = atoi(name);
	log.text = length ? buf_steal(&bytes) : xstrdup("");
	error = parse(&log, length, why);
	if (error)
		return error;
	*ret = log;
	log = (struct trace_log)TRACE_LOG_INIT;
	return 0;
}

void trace_log_release(struct trace_log *log)
{
	free(log->events);
	free(log->text);
	*log = (struct trace_log)TRACE_LOG_INIT;
}
