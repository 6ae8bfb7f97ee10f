#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "misuse/misuse.h"
#include "misuse/record.h"

static char folder[PATH_MAX];
static _Atomic uint64_t seen[MISUSE_RECORDS];
static _Atomic unsigned seen_count;
static _Atomic unsigned lost;
static _Atomic bool closed;

/* A line that is made without stdio or malloc. */
struct line {
	char bytes[MISUSE_LINE];
	size_t length;
};

static void add_byte(struct line *line, char byte)
{
	if (line->length < sizeof(line->bytes) - 1)
		line->bytes[line->length++] = byte;
}

/* A name is the program's to choose: it cannot begin a field or a record. */
static void add_text(struct line *line, const char *text)
{
	for (size_t i = 0; text[i] && i < MISUSE_LINE / 2; i++)
		add_byte(line, (unsigned char)text[i] < 0x20 || text[i] == 0x7f ? '?' : text[i]);
}

static void add_number(struct line *line, uint64_t number, unsigned base)
{
	char digits[24];
	size_t count = 0;

	do {
		digits[count++] = "0123456789abcdef"[number % base];
		number /= base;
	} while (number);
	while (count > 0)
		add_byte(line, digits[--count]);
}

static void add_field(struct line *line, const struct misuse_field *field)
{
	if (field->text)
		add_text(line, field->text);
	else
		add_number(line, field->number, field->hexadecimal ? 16 : 10);
}

/* FNV-1a. */
static uint64_t hash(const struct line *line)
{
	uint64_t value = 0xcbf29ce484222325;

	for (size_t i = 0; i < line->length; i++)
		value = (value ^ (unsigned char)line->bytes[i]) * 0x100000001b3;
	return value;
}

/* Whether it is the first of its kind, and there is room for it. */
static bool is_new(const struct line *line)
{
	uint64_t value = hash(line);
	unsigned count = atomic_load(&seen_count);

	for (unsigned i = 0; i < count && i < MISUSE_RECORDS; i++)
		if (atomic_load(&seen[i]) == value)
			return false;
	count = atomic_fetch_add(&seen_count, 1);
	if (count >= MISUSE_RECORDS) {
		atomic_fetch_add(&lost, 1);
		return false;
	}
	atomic_store(&seen[count], value);
	return true;
}

/* Where the program has set itself a limit, writing past it is SIGXFSZ: setrlimit(2). */
static bool has_room(void)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_FSIZE, &limit) == 0 &&
	       limit.rlim_cur >= MISUSE_RECORDS * MISUSE_LINE;
}

/*
 * Opened for each record and closed again: a descriptor that stayed open could be closed by
 * the program, and its number given to a file of its own.  syscall(2) is no cancellation point.
 */
static void put(const struct line *line)
{
	struct line path = { .length = 0 };
	long fd = -1;

	add_text(&path, folder);
	add_byte(&path, '/');
	add_number(&path, (uint64_t)syscall(SYS_getpid), 10);
	add_text(&path, MISUSE_SUFFIX);
	path.bytes[path.length] = '\0';
	if (has_room())
		fd = syscall(SYS_openat, AT_FDCWD, path.bytes,
			O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	if (fd < 0 || syscall(SYS_write, fd, line->bytes, line->length) != (long)line->length)
		atomic_fetch_add(&lost, 1);
	if (fd >= 0)
		syscall(SYS_close, fd);
}

void misuse_log(const char *word, const struct misuse_field *fields, size_t count)
{
	struct line line = { .length = 0 };
	int error = errno;

	if (!folder[0] || atomic_load(&closed))
		return;
	add_text(&line, word);
	for (size_t i = 0; i < count; i++) {
		add_byte(&line, '\t');
		add_field(&line, &fields[i]);
	}
	if (is_new(&line)) {
		line.bytes[line.length++] = '\n';
		put(&line);
	}
	errno = error;
}

unsigned misuse_log_lost(void)
{
	return atomic_load(&lost);
}

void misuse_log_close(void)
{
	atomic_store(&closed, true);
}

void misuse_log_restart(void)
{
	atomic_store(&seen_count, 0);
	atomic_store(&lost, 0);
	atomic_store(&closed, false);
}

void misuse_log_open(const char *path)
{
	if (path && strlen(path) < sizeof(folder) / 2)
		strcpy(folder, path);
}
