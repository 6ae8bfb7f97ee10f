/*
 * What the odd programs have in common: calls that are checked, transfers that are
 * whole, and a wait that outlives a signal.  Each program is a submission of one file
 * beside this one.
 */
#ifndef ODD_H
#define ODD_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* _exit(): in a forked child the parent's buffers and exit handlers are not ours to run. */
static inline void __attribute__((noreturn)) fail(const char *what, int error)
{
	dprintf(STDERR_FILENO, "%s: %s\n", what, strerror(error));
	_exit(1);
}

/* A call that returns -1 and sets errno when it fails. */
#define OK(call) ok((call), #call)
static inline long ok(long result, const char *what)
{
	if (result == -1)
		fail(what, errno);
	return result;
}

/* A call that returns an error number, as those of pthreads do. */
#define ZERO(call) zero((call), #call)
static inline void zero(int error, const char *what)
{
	if (error)
		fail(what, error);
}

/* What must hold. */
#define MUST(condition) must((condition), #condition)
static inline void must(int condition, const char *what)
{
	if (condition)
		return;
	dprintf(STDERR_FILENO, "not so: %s\n", what);
	_exit(1);
}

/* Reads until `length` bytes are there or the input has ended; how many there are. */
static inline size_t read_all(int fd, void *bytes, size_t length)
{
	size_t done = 0;

	while (done < length) {
		ssize_t got = read(fd, (char *)bytes + done, length - done);

		if (got == 0)
			break;
		if (got > 0)
			done += (size_t)got;
		else if (errno != EINTR)
			fail("read", errno);
	}
	return done;
}

static inline void write_all(int fd, const void *bytes, size_t length)
{
	size_t done = 0;

	while (done < length) {
		ssize_t put = write(fd, (const char *)bytes + done, length - done);

		if (put >= 0)
			done += (size_t)put;
		else if (errno != EINTR)
			fail("write", errno);
	}
}

/* Waits for one child; its wait status. */
static inline int wait_for(pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) == -1)
		if (errno != EINTR)
			fail("waitpid", errno);
	return status;
}

/* Waits for one child, which must exit with 0. */
static inline void wait_well(pid_t child)
{
	MUST(wait_for(child) == 0);
}

#endif
