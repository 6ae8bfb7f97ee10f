/*
 * stdio's output: not async-signal-safe, and kept in a buffer that fork(2) copies.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <syslog.h>

#include "misuse/misuse.h"

#undef putc
#undef putchar

static void note(const char *call, FILE *stream, uintptr_t place)
{
	misuse_unsafe(call, place);
	misuse_stream_printed(stream, place);
}

/*** a fixed number of arguments ***/

#define PRINTS(name_, stream_, parameters_, ...)                                                   \
	MISUSE_NEXT(name_);                                                                        \
	MISUSE_API int name_ parameters_                                                           \
	{                                                                                          \
		note(#name_, (stream_), MISUSE_HERE);                                              \
		return misuse_next(name_)(__VA_ARGS__);                                            \
	}

PRINTS(puts, stdout, (const char *text), text)
PRINTS(putchar, stdout, (int c), c)
PRINTS(putc, stream, (int c, FILE *stream), c, stream)
PRINTS(fputc, stream, (int c, FILE *stream), c, stream)
PRINTS(fputs, stream, (const char *restrict text, FILE *restrict stream), text, stream)
PRINTS(vprintf, stdout, (const char *restrict format, va_list list), format, list)
PRINTS(vfprintf, stream, (FILE *restrict stream, const char *restrict format, va_list list), stream,
	format, list)

MISUSE_NEXT(fwrite);
MISUSE_NEXT(perror);

MISUSE_API size_t fwrite(
	const void *restrict bytes, size_t size, size_t count, FILE *restrict stream)
{
	note("fwrite", stream, MISUSE_HERE);
	return misuse_next(fwrite)(bytes, size, count, stream);
}

MISUSE_API void perror(const char *text)
{
	note("perror", stderr, MISUSE_HERE);
	misuse_next(perror)(text);
}

/*** a list of arguments, as <stdio.h> has them and as _FORTIFY_SOURCE calls them ***/

int __printf_chk(int flag, const char *restrict format, ...);
int __fprintf_chk(FILE *restrict stream, int flag, const char *restrict format, ...);
int __vprintf_chk(int flag, const char *restrict format, va_list list);
int __vfprintf_chk(FILE *restrict stream, int flag, const char *restrict format, va_list list);
int __dprintf_chk(int fd, int flag, const char *restrict format, ...);
int __vdprintf_chk(int fd, int flag, const char *restrict format, va_list list);
void __syslog_chk(int priority, int flag, const char *format, ...);
void __vsyslog_chk(int priority, int flag, const char *format, va_list list);

MISUSE_NEXT(vdprintf);
MISUSE_NEXT(vasprintf);
MISUSE_NEXT(vsyslog);
MISUSE_NEXT(__vprintf_chk);
MISUSE_NEXT(__vfprintf_chk);
MISUSE_NEXT(__vdprintf_chk);
MISUSE_NEXT(__vsyslog_chk);

/* Calls what takes the list, which has the rest of the arguments. */
#define WITH_LIST(result_, last_, ...)                                                             \
	do {                                                                                       \
		va_list list;                                                                      \
                                                                                                   \
		va_start(list, last_);                                                             \
		result_ __VA_ARGS__;                                                               \
		va_end(list);                                                                      \
	} while (0)

MISUSE_API int printf(const char *restrict format, ...)
{
	int result;

	note("printf", stdout, MISUSE_HERE);
	WITH_LIST(result =, format, misuse_next(vprintf)(format, list));
	return result;
}

MISUSE_API int fprintf(FILE *restrict stream, const char *restrict format, ...)
{
	int result;

	note("fprintf", stream, MISUSE_HERE);
	WITH_LIST(result =, format, misuse_next(vfprintf)(stream, format, list));
	return result;
}

MISUSE_API int dprintf(int fd, const char *restrict format, ...)
{
	int result;

	misuse_unsafe("dprintf", MISUSE_HERE);
	WITH_LIST(result =, format, misuse_next(vdprintf)(fd, format, list));
	return result;
}

MISUSE_API int asprintf(char **restrict text, const char *restrict format, ...)
{
	int result;

	misuse_unsafe("asprintf", MISUSE_HERE);
	WITH_LIST(result =, format, misuse_next(vasprintf)(text, format, list));
	return result;
}

MISUSE_API void syslog(int priority, const char *format, ...)
{
	misuse_unsafe("syslog", MISUSE_HERE);
	WITH_LIST(, format, misuse_next(vsyslog)(priority, format, list));
}

MISUSE_API int __printf_chk(int flag, const char *restrict format, ...)
{
	int result;

	note("printf", stdout, MISUSE_HERE);
	WITH_LIST(result =, format, misuse_next(__vprintf_chk)(flag, format, list));
	return result;
}

MISUSE_API int __fprintf_chk(FILE *restrict stream, int flag, const char *restrict format, ...)
{
	int result;

	note("fprintf", stream, MISUSE_HERE);
	WITH_LIST(result =, format, misuse_next(__vfprintf_chk)(stream, flag, format, list));
	return result;
}

MISUSE_API int __dprintf_chk(int fd, int flag, const char *restrict format, ...)
{
	int result;

	misuse_unsafe("dprintf", MISUSE_HERE);
	WITH_LIST(result =, format, misuse_next(__vdprintf_chk)(fd, flag, format, list));
	return result;
}

MISUSE_API void __syslog_chk(int priority, int flag, const char *format, ...)
{
	misuse_unsafe("syslog", MISUSE_HERE);
	WITH_LIST(, format, misuse_next(__vsyslog_chk)(priority, flag, format, list));
}

/*** streams ***/

MISUSE_NEXT(fflush);
MISUSE_NEXT(fopen);
MISUSE_NEXT(fdopen);
MISUSE_NEXT(fclose);
MISUSE_NEXT(popen);
MISUSE_NEXT(pclose);
MISUSE_NEXT(__fpurge);
MISUSE_NEXT(freopen);

MISUSE_API int fflush(FILE *stream)
{
	misuse_unsafe("fflush", MISUSE_HERE);
	misuse_stream_flushing(stream, "flush");
	return misuse_next(fflush)(stream);
}

MISUSE_API FILE *fopen(const char *restrict path, const char *restrict mode)
{
	FILE *stream;

	misuse_unsafe("fopen", MISUSE_HERE);
	stream = misuse_next(fopen)(path, mode);
	misuse_stream_opened(stream);
	return stream;
}

MISUSE_API FILE *fdopen(int fd, const char *mode)
{
	FILE *stream;

	misuse_unsafe("fdopen", MISUSE_HERE);
	stream = misuse_next(fdopen)(fd, mode);
	misuse_stream_opened(stream);
	return stream;
}

MISUSE_API FILE *freopen(
	const char *restrict path, const char *restrict mode, FILE *restrict stream)
{
	misuse_unsafe("freopen", MISUSE_HERE);
	misuse_stream_flushing(stream, "flush");
	return misuse_next(freopen)(path, mode, stream);
}

MISUSE_API int fclose(FILE *stream)
{
	uintptr_t place = MISUSE_HERE;

	misuse_unsafe("fclose", place);
	misuse_lock_closing(fileno(stream), place);
	misuse_stream_closing(stream);
	return misuse_next(fclose)(stream);
}

MISUSE_API FILE *popen(const char *command, const char *mode)
{
	misuse_unsafe("popen", MISUSE_HERE);
	return misuse_next(popen)(command, mode);
}

MISUSE_API int pclose(FILE *stream)
{
	misuse_unsafe("pclose", MISUSE_HERE);
	return misuse_next(pclose)(stream);
}

MISUSE_API void __fpurge(FILE *stream)
{
	misuse_stream_purged(stream);
	misuse_next(__fpurge)(stream);
}
