#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "misuse/line.h"
#include "misuse/misuse.h"
#include "misuse/record.h"

enum { TEXT_MOST = MISUSE_LINE / 2 };

static char folder[PATH_MAX];
static _Atomic uint64_t seen[MISUSE_RECORDS];
static _Atomic unsigned seen_count;
static _Atomic unsigned lost;
static _Atomic bool closed;

static void add_field(struct misuse_line *line, const struct misuse_field *field)
{
	if (field->text)
		misuse_line_safely(line, field->text, TEXT_MOST); /* the program's to choose */
	else
		misuse_line_digits(line, field->number, field->hexadecimal ? 16 : 10);
}

/* FNV-1a. */
static uint64_t hash(const struct misuse_line *line)
{
	uint64_t value = 0xcbf29ce484222325;

	for (size_t i = 0; i < line->length; i++)
		value = (value ^ (unsigned char)line->bytes[i]) * 0x100000001b3;
	return value;
}

/* Whether it is the first of its kind, and there is room for it. */
static bool is_new(const struct misuse_line *line)
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
static void put(const struct misuse_line *line)
{
	struct misuse_line path = MISUSE_LINE_INIT(MISUSE_LINE);
	long fd = -1;

	misuse_line_safely(&path, folder, TEXT_MOST);
	misuse_line_byte(&path, '/');
	misuse_line_digits(&path, (uint64_t)syscall(SYS_getpid), 10);
	misuse_line_safely(&path, MISUSE_SUFFIX, TEXT_MOST);
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
	struct misuse_line line = MISUSE_LINE_INIT(MISUSE_LINE);
	int error = errno;

	if (!folder[0] || atomic_load(&closed))
		return;
	misuse_line_safely(&line, word, TEXT_MOST);
	for (size_t i = 0; i < count; i++) {
		misuse_line_byte(&line, '\t');
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
