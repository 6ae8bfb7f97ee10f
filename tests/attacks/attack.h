/*
 * What the attacks share: each break of the box has a number of its own, which
 * is the attack's exit status; 0 says that every door was shut.
 */
#ifndef PROCTOR_TESTS_ATTACK_H
#define PROCTOR_TESTS_ATTACK_H

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What tests/attacks/run holds on to: a file and its descriptor, and a process of the host. */
#ifndef GRADER_FILE
#define GRADER_FILE "/tmp/grader-file"
#define GRADER_FD 9
#define HOST_PID 2
#endif

static inline void refused(
	int number, const char *what, long result, const int *errors, size_t count)
{
	int seen = errno;

	for (size_t i = 0; i < count; i++)
		if (result < 0 && seen == errors[i])
			return;
	fprintf(stderr, "break %d: %s gave %ld (%s)\n", number, what, result,
		result < 0 ? strerror(seen) : "no error");
	_exit(number);
}

/* Ends with `number` unless the call failed with one of the errnos behind it. */
#define REFUSED(number, call, ...)                                                                 \
	do {                                                                                       \
		const int errors_[] = { __VA_ARGS__ };                                             \
		errno = 0;                                                                         \
		long result_ = (long)(call);                                                       \
		refused(number, #call, result_, errors_, sizeof(errors_) / sizeof(*errors_));      \
	} while (0)

/* Ends with `number` when the condition holds. */
#define BREAK_IF(number, condition)                                                                \
	do {                                                                                       \
		if (condition) {                                                                   \
			fprintf(stderr, "break %d: %s\n", number, #condition);                     \
			_exit(number);                                                             \
		}                                                                                  \
	} while (0)

#endif
