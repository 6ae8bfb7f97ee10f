/*
 * Descriptors: where each was made, and what stays open over exec.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "misuse/misuse.h"

enum { DESCRIPTORS = 1024 };

static _Atomic uintptr_t made[DESCRIPTORS];

void misuse_descriptor_made(int fd, uintptr_t place)
{
	if (fd >= 0 && fd < DESCRIPTORS && misuse_is_at_home())
		made[fd] = place;
}

/*** what is left open over exec ***/

/* Whether the number stands by itself in a word: then the new program may have been told of it. */
static bool has_number(const char *word, int number)
{
	while (*word) {
		char *end = NULL;

		if (!isdigit((unsigned char)*word)) {
			word++;
			continue;
		}
		if (strtol(word, &end, 10) == number)
			return true;
		word = end;
	}
	return false;
}

static bool is_told(char *const *words, int number)
{
	for (; words && *words; words++)
		if (has_number(*words, number))
			return true;
	return false;
}

/* "end0": the other end of what descriptor 0 is; "copy1": the same end; NULL: neither. */
static const char *relation(int fd, const struct stat *status)
{
	static const char *const ends[] = { "end0", "end1", "end2" };
	static const char *const copies[] = { "copy0", "copy1", "copy2" };
	const int access = fcntl(fd, F_GETFL) & O_ACCMODE;

	for (int i = 0; i < 3; i++) {
		struct stat other;

		if (fstat(i, &other) < 0 || other.st_ino != status->st_ino ||
			other.st_dev != status->st_dev)
			continue;
		return (fcntl(i, F_GETFL) & O_ACCMODE) == access ? copies[i] : ends[i];
	}
	return NULL;
}

static void look(int fd, uintptr_t place, char *const *arguments, char *const *environment)
{
	const int flags = fcntl(fd, F_GETFD);
	const char *of;
	struct stat status;

	if (flags < 0 || (flags & FD_CLOEXEC) || fstat(fd, &status) < 0 ||
		!S_ISFIFO(status.st_mode))
		return;
	of = relation(fd, &status);
	if (!of || is_told(arguments, fd) || is_told(environment, fd))
		return;
	misuse_note("leaked", MISUSE_NUMBER(fd), MISUSE_TEXT(of), MISUSE_PLACE(place),
		MISUSE_PLACE(made[fd]));
}

void misuse_descriptors_exec(uintptr_t place, char *const *arguments, char *const *environment)
{
	const int error = errno;

	/* What the program has not made itself, it may have been given to hand on. */
	for (int fd = 3; place && fd < DESCRIPTORS; fd++)
		if (made[fd])
			look(fd, place, arguments, environment);
	errno = error;
}

/*** making ***/

MISUSE_NEXT(pipe);
MISUSE_NEXT(pipe2);
MISUSE_NEXT(dup);
MISUSE_NEXT(dup2);
MISUSE_NEXT(dup3);

static int note_both(int result, const int ends[2], uintptr_t place)
{
	for (int i = 0; result == 0 && i < 2; i++)
		misuse_descriptor_made(ends[i], place);
	return result;
}

MISUSE_API int pipe(int ends[2])
{
	return note_both(misuse_next(pipe)(ends), ends, MISUSE_HERE);
}

MISUSE_API int pipe2(int ends[2], int flags)
{
	return note_both(misuse_next(pipe2)(ends, flags), ends, MISUSE_HERE);
}

static int note_one(int fd, uintptr_t place)
{
	misuse_descriptor_made(fd, place);
	return fd;
}

MISUSE_API int dup(int fd)
{
	return note_one(misuse_next(dup)(fd), MISUSE_HERE);
}

/* What a number meant before is closed. */
static void replacing(int fd, int by, uintptr_t place)
{
	if (fd != by) {
		misuse_stream_descriptor(by);
		misuse_lock_closing(by, place);
	}
}

MISUSE_API int dup2(int fd, int number)
{
	replacing(fd, number, MISUSE_HERE);
	return note_one(misuse_next(dup2)(fd, number), MISUSE_HERE);
}

MISUSE_API int dup3(int fd, int number, int flags)
{
	replacing(fd, number, MISUSE_HERE);
	return note_one(misuse_next(dup3)(fd, number, flags), MISUSE_HERE);
}

static bool is_pipe(int fd)
{
	const int error = errno;
	struct stat status;
	bool pipe = fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode);

	errno = error;
	return pipe;
}

MISUSE_NEXT(close);

MISUSE_API int close(int fd)
{
	misuse_stream_descriptor(fd);
	misuse_lock_closing(fd, MISUSE_HERE);
	misuse_descriptor_made(fd, 0);
	if (is_pipe(fd))
		misuse_children_pipe_closed(MISUSE_HERE);
	return misuse_next(close)(fd);
}
