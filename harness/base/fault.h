/*
 * Three kinds of fault, three words (STYLE 3):
 *
 *   die()    the world does not allow it (no memory, disk full): one sentence
 *            on stderr, exit status FAULT_EXIT_BROKEN;
 *   BUG()    we contradict ourselves: the place, then abort();
 *   failed   the student's program: never a matter for this file, it is a
 *            verdict (core/verdict.h).
 *
 * Functions that can fail for reasons that their caller should phrase return
 * a negative errno and take a `struct buf *why` instead.
 */
#ifndef PROCTOR_BASE_FAULT_H
#define PROCTOR_BASE_FAULT_H

/* Exit statuses of every proctor command; proctor(1) has them. */
enum fault_exit {
	FAULT_EXIT_FULL = 0, /* full marks, or the command did what it was asked */
	FAULT_EXIT_POINTS = 1, /* graded, points lost */
	FAULT_EXIT_USAGE = 2, /* usage error or bad input */
	FAULT_EXIT_BROKEN = 3, /* broken on our side: nobody's points */
};

/* Prints "proctor: SENTENCE" on stderr and exits with FAULT_EXIT_BROKEN. */
void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* Prints "proctor: SENTENCE" on stderr. */
void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

void bug_at(const char *file, int line, const char *what) __attribute__((noreturn));

/* An impossible state: says where and aborts. */
#define BUG(what) bug_at(__FILE__, __LINE__, what)

/* malloc and friends that die() when memory is out; the caller frees. */
void *xcalloc(unsigned long count, unsigned long size);
void *xreallocarray(void *old, unsigned long count, unsigned long size);
char *xstrdup(const char *text);
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
