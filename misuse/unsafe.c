/*
 * Functions that are not async-signal-safe, of those that students use: what is not in the
 * table of signal-safety(7) and holds a lock, takes memory or works on data of its own.  Those
 * that have a file of their own here for another reason are there.
 *
 * snprintf(3) and getenv(3) are not in the table either; they do no harm in glibc, and are
 * left alone.
 */
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <dirent.h>
#include <pwd.h>

#include "misuse/misuse.h"
#include "misuse/tracing.h"

#undef getc
#undef putc
#undef getchar
#undef putchar

#define UNSAFE(type_, name_, parameters_, ...)                                                     \
	MISUSE_NEXT(name_);                                                                        \
	MISUSE_API type_ name_ parameters_                                                         \
	{                                                                                          \
		misuse_unsafe(#name_, MISUSE_HERE);                                                \
		return misuse_next(name_)(__VA_ARGS__);                                            \
	}

#define UNSAFE_VOID(name_, parameters_, ...)                                                       \
	MISUSE_NEXT(name_);                                                                        \
	MISUSE_API void name_ parameters_                                                          \
	{                                                                                          \
		misuse_unsafe(#name_, MISUSE_HERE);                                                \
		misuse_next(name_)(__VA_ARGS__);                                                   \
	}

/*** memory: through libc's own names, since dlsym(3) itself may want some ***/

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *pointer, size_t size);
void __libc_free(void *pointer);

MISUSE_API void *malloc(size_t size)
{
	misuse_unsafe("malloc", MISUSE_HERE);
	return __libc_malloc(size);
}

MISUSE_API void *calloc(size_t count, size_t size)
{
	misuse_unsafe("calloc", MISUSE_HERE);
	return __libc_calloc(count, size);
}

MISUSE_API void *realloc(void *pointer, size_t size)
{
	misuse_unsafe("realloc", MISUSE_HERE);
	return __libc_realloc(pointer, size);
}

MISUSE_API void free(void *pointer)
{
	misuse_unsafe("free", MISUSE_HERE);
	__libc_free(pointer);
}

UNSAFE(char *, strdup, (const char *text), text)
UNSAFE(char *, strndup, (const char *text, size_t length), text, length)

/*** stdio: input; what it prints is in print.c ***/

UNSAFE(int, fgetc, (FILE * stream), stream)
UNSAFE(int, getc, (FILE * stream), stream)
UNSAFE(int, getchar, (void))
UNSAFE(char *, fgets, (char *restrict text, int size, FILE *restrict stream), text, size, stream)
UNSAFE(size_t, fread, (void *restrict bytes, size_t size, size_t count, FILE *restrict stream),
	bytes, size, count, stream)
UNSAFE(ssize_t, getline, (char **restrict line, size_t *restrict size, FILE *restrict stream), line,
	size, stream)
UNSAFE(ssize_t, getdelim,
	(char **restrict line, size_t *restrict size, int end, FILE *restrict stream), line, size,
	end, stream)

/*** the state of the process ***/

UNSAFE(char *, strtok, (char *restrict text, const char *restrict marks), text, marks)
UNSAFE(int, setenv, (const char *name, const char *value, int replace), name, value, replace)
UNSAFE(int, unsetenv, (const char *name), name)
UNSAFE(int, putenv, (char *word), word)
UNSAFE(int, rand, (void))
UNSAFE(long, random, (void))
UNSAFE_VOID(srand, (unsigned seed), seed)
UNSAFE(struct tm *, localtime, (const time_t *moment), moment)
UNSAFE(struct tm *, gmtime, (const time_t *moment), moment)
UNSAFE(char *, ctime, (const time_t *moment), moment)
UNSAFE(char *, asctime, (const struct tm *moment), moment)
UNSAFE(time_t, mktime, (struct tm * moment), moment)
UNSAFE(size_t, strftime,
	(char *restrict text, size_t size, const char *restrict format,
		const struct tm *restrict moment),
	text, size, format, moment)
UNSAFE(DIR *, opendir, (const char *path), path)
UNSAFE(struct dirent *, readdir, (DIR * folder), folder)
UNSAFE(struct passwd *, getpwnam, (const char *name), name)
UNSAFE_VOID(openlog, (const char *name, int options, int facility), name, options, facility)
UNSAFE_VOID(closelog, (void))
UNSAFE(int, system, (const char *command), command)

MISUSE_NEXT(exit);

MISUSE_API void exit(int status)
{
	misuse_unsafe_in_handler("exit", MISUSE_HERE);
	misuse_trace_end("exit", status);
	misuse_next(exit)(status);
	__builtin_unreachable();
}

/*** threads; unlocking follows a lock, which is told already ***/

UNSAFE(int, pthread_mutex_lock, (pthread_mutex_t * mutex), mutex)
UNSAFE(int, pthread_mutex_trylock, (pthread_mutex_t * mutex), mutex)
UNSAFE(int, pthread_cond_signal, (pthread_cond_t * condition), condition)
UNSAFE(int, pthread_cond_broadcast, (pthread_cond_t * condition), condition)
UNSAFE(int, pthread_create,
	(pthread_t *restrict thread, const pthread_attr_t *restrict attributes,
		void *(*body)(void *), void *restrict argument),
	thread, attributes, body, argument)
UNSAFE(int, pthread_join, (pthread_t thread, void **result), thread, result)
