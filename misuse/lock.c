/*
 * Record locks that close(2) has dropped: fcntl(2), "the record locks … are released if any
 * file descriptor referring to the file is closed".
 *
 * Our table only says where to look; that the lock is held is the kernel's word
 * (/proc/locks, proc(5)).  That it was still wanted is the program's: it writes to the
 * file, or unlocks.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "misuse/misuse.h"
#include "misuse/tracing.h"

enum { LOCKS = 16 };

struct lock {
	bool used;
	int fd; /* that it was set through */
	dev_t device;
	ino_t inode;
	uintptr_t place; /* where it was set */
	uintptr_t lost; /* where close() dropped it; 0: it is held */
};

static struct lock locks[LOCKS];
static _Atomic unsigned used_count;

static struct lock *find(int fd)
{
	struct stat status;

	if (used_count == 0 || fd < 0 || !misuse_is_at_home() || fstat(fd, &status) < 0)
		return NULL;
	for (int i = 0; i < LOCKS; i++)
		if (locks[i].used && locks[i].device == status.st_dev &&
			locks[i].inode == status.st_ino)
			return &locks[i];
	return NULL;
}

static void drop(struct lock *lock)
{
	lock->used = false;
	used_count--;
}

void misuse_locks_forget(void)
{
	memset(locks, 0, sizeof(locks));
	used_count = 0;
}

static void taken(int fd, uintptr_t place)
{
	struct lock *lock = find(fd);
	struct stat status;

	for (int i = 0; !lock && i < LOCKS; i++)
		if (!locks[i].used)
			lock = &locks[i];
	if (!lock || !place || !misuse_is_at_home() || fstat(fd, &status) < 0)
		return;
	used_count += !lock->used;
	*lock = (struct lock){
		.used = true,
		.fd = fd,
		.device = status.st_dev,
		.inode = status.st_ino,
		.place = place,
	};
}

static void note_lost(struct lock *lock, const char *use, uintptr_t place)
{
	misuse_note("lock-lost", MISUSE_TEXT(use), MISUSE_PLACE(lock->lost),
		MISUSE_PLACE(lock->place), MISUSE_PLACE(place));
	drop(lock);
}

static void unlocked(int fd, uintptr_t place)
{
	struct lock *lock = find(fd);

	if (!lock)
		return;
	if (lock->lost && place)
		note_lost(lock, "unlock", place);
	else
		drop(lock);
}

void misuse_lock_command(int fd, int command, const void *argument, uintptr_t place)
{
	const struct flock *lock = argument;

	if (command != F_SETLK && command != F_SETLKW)
		return;
	if (lock->l_type == F_UNLCK)
		unlocked(fd, place);
	else
		taken(fd, place);
}

/*** the kernel's word ***/

/* The number behind the next blank or colon, and where it ends. */
static unsigned long next_number(const char **at)
{
	char *end;
	unsigned long number;

	*at += strcspn(*at, "0123456789");
	number = strtoul(*at, &end, 10);
	*at = end;
	return number;
}

/* "1: POSIX  ADVISORY  WRITE 1234 08:02:5678 0 EOF" */
static bool is_lock_on(const char *line, ino_t inode)
{
	const char *at = strstr(line, "POSIX");
	const char *colon;

	if (!at || next_number(&at) != (unsigned long)getpid())
		return false;
	colon = strchr(at, ':');
	colon = colon ? strchr(colon + 1, ':') : NULL;
	return colon && strtoul(colon + 1, NULL, 10) == inode;
}

static bool is_held(ino_t inode)
{
	char text[4096];
	long fd = syscall(SYS_openat, AT_FDCWD, "/proc/locks", O_RDONLY | O_CLOEXEC);
	long length = fd < 0 ? 0 : syscall(SYS_read, fd, text, sizeof(text) - 1);
	bool held = false;

	if (fd >= 0)
		syscall(SYS_close, fd);
	text[length > 0 ? length : 0] = '\0';
	for (char *line = text, *end; !held && (end = strchr(line, '\n')); line = end + 1) {
		*end = '\0';
		held = is_lock_on(line, inode);
	}
	return held;
}

void misuse_lock_closing(int fd, uintptr_t place)
{
	const int error = errno;
	struct lock *lock = find(fd);

	if (lock && !lock->lost) {
		if (fd == lock->fd || !place || !is_held(lock->inode))
			drop(lock);
		else
			lock->lost = place;
	}
	errno = error;
}

/*** what shows that the lock was wanted ***/

MISUSE_NEXT(write);
MISUSE_NEXT(pwrite);
MISUSE_NEXT(lockf);

static void used(int fd, uintptr_t place)
{
	const int error = errno;
	struct lock *lock = place ? find(fd) : NULL;

	if (lock && lock->lost)
		note_lost(lock, "write", place);
	errno = error;
}

MISUSE_API ssize_t write(int fd, const void *bytes, size_t length)
{
	uint64_t low;
	ssize_t result;

	if (used_count > 0)
		used(fd, MISUSE_HERE);
	low = misuse_trace_now();
	result = misuse_next(write)(fd, bytes, length);
	misuse_trace_written(low, "write", fd, bytes, result);
	return result;
}

MISUSE_API ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
	if (used_count > 0)
		used(fd, MISUSE_HERE);
	return misuse_next(pwrite)(fd, bytes, length, offset);
}

/* lockf(3) sets the same locks. */
MISUSE_API int lockf(int fd, int command, off_t length)
{
	const int result = misuse_next(lockf)(fd, command, length);
	const int error = errno;

	if (result == 0 && (command == F_LOCK || command == F_TLOCK))
		taken(fd, MISUSE_HERE);
	else if (result == 0 && command == F_ULOCK)
		unlocked(fd, MISUSE_HERE);
	errno = error;
	return result;
}

MISUSE_NEXT(fcntl);

static int control(int fd, int command, void *argument, uintptr_t place)
{
	const int result = misuse_next(fcntl)(fd, command, argument);
	const int error = errno;

	if (result >= 0 && (command == F_DUPFD || command == F_DUPFD_CLOEXEC))
		misuse_descriptor_made(result, place);
	else if (result == 0)
		misuse_lock_command(fd, command, argument, place);
	errno = error;
	return result;
}

/* A number in the argument's place is handed on as it is: fcntl(2) itself reads it so. */
MISUSE_API int fcntl(int fd, int command, ...)
{
	va_list list;
	void *argument;

	va_start(list, command);
	argument = va_arg(list, void *);
	va_end(list);
	return control(fd, command, argument, MISUSE_HERE);
}

MISUSE_API int fcntl64(int fd, int command, ...)
{
	va_list list;
	void *argument;

	va_start(list, command);
	argument = va_arg(list, void *);
	va_end(list);
	return control(fd, command, argument, MISUSE_HERE);
}
