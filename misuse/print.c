/*
 * stdio's output: not async-signal-safe, and kept in a buffer that fork(2) copies.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "misuse/misuse.h"
#include "misuse/tracing.h"

#undef putc
#undef putchar
#undef putc_unlocked
#undef putchar_unlocked

static void note(const char *call, FILE *stream, uintptr_t place)
{
	misuse_unsafe(call, place);
	misuse_stream_printed(stream, place);
}

/*** a fixed number of arguments ***/

/* BYTES_ and LENGTH_ are what it prints; a second piece is added behind it. */
#define PRINTS(name_, stream_, parameters_, bytes_, length_, newline_, ...)                        \
	MISUSE_NEXT(name_);                                                                        \
	MISUSE_API int name_ parameters_                                                           \
	{                                                                                          \
		struct misuse_printing printing;                                                   \
		int result;                                                                        \
                                                                                                   \
		note(#name_, (stream_), MISUSE_HERE);                                              \
		printing = misuse_printing_begin(stream_);                                         \
		result = misuse_next(name_)(__VA_ARGS__);                                          \
		if (result != EOF) {                                                               \
			misuse_printing_add(&printing, #name_, (bytes_), (length_));               \
			misuse_printing_add(&printing, #name_, "\n", (newline_));                  \
		}                                                                                  \
		misuse_printing_end(&printing);                                                    \
		return result;                                                                     \
	}

PRINTS(puts, stdout, (const char *text), text, strlen(text), 1, text)
PRINTS(putchar, stdout, (int c), (const char[]){ (char)c }, 1, 0, c)
PRINTS(putc, stream, (int c, FILE *stream), (const char[]){ (char)c }, 1, 0, c, stream)
PRINTS(fputc, stream, (int c, FILE *stream), (const char[]){ (char)c }, 1, 0, c, stream)
PRINTS(putchar_unlocked, stdout, (int c), (const char[]){ (char)c }, 1, 0, c)
PRINTS(putc_unlocked, stream, (int c, FILE *stream), (const char[]){ (char)c }, 1, 0, c, stream)
PRINTS(fputs, stream, (const char *restrict text, FILE *restrict stream), text, strlen(text), 0,
	text, stream)

MISUSE_NEXT(fwrite);
MISUSE_NEXT(perror);

MISUSE_API size_t fwrite(
	const void *restrict bytes, size_t size, size_t count, FILE *restrict stream)
{
	struct misuse_printing printing;
	size_t result;

	note("fwrite", stream, MISUSE_HERE);
	printing = misuse_printing_begin(stream);
	result = misuse_next(fwrite)(bytes, size, count, stream);
	misuse_printing_add(&printing, "fwrite", bytes, result * size);
	misuse_printing_end(&printing);
	return result;
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

MISUSE_NEXT(vfprintf);
MISUSE_NEXT(vdprintf);
MISUSE_NEXT(vasprintf);
MISUSE_NEXT(vsyslog);
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

/* What is formatted once more, to be known; of more only the length is. */
enum { SHOWN = 1024 };

static bool format_again(char text[SHOWN], const char *format, va_list list)
{
	va_list again;
	int length;

	if (!misuse_traces || strstr(format, "%n"))
		return false;
	va_copy(again, list);
	length = vsnprintf(text, SHOWN, format, again);
	va_end(again);
	return length >= 0 && length < SHOWN;
}

/* FLAG: -1, or that of the function which _FORTIFY_SOURCE puts in the place. */
static int print_list(
	const char *call, FILE *stream, int flag, const char *format, va_list list, uintptr_t place)
{
	struct misuse_printing printing;
	char text[SHOWN];
	bool known;
	int result;

	note(call, stream, place);
	known = format_again(text, format, list);
	printing = misuse_printing_begin(stream);
	result = flag < 0 ? misuse_next(vfprintf)(stream, format, list)
			  : misuse_next(__vfprintf_chk)(stream, flag, format, list);
	if (result > 0)
		misuse_printing_add(&printing, call, known ? text : NULL, (size_t)result);
	misuse_printing_end(&printing);
	return result;
}

static int print_to(
	const char *call, int fd, int flag, const char *format, va_list list, uintptr_t place)
{
	char text[SHOWN];
	uint64_t low;
	bool known;
	int result;

	misuse_unsafe(call, place);
	known = format_again(text, format, list);
	low = misuse_trace_now();
	result = flag < 0 ? misuse_next(vdprintf)(fd, format, list)
			  : misuse_next(__vdprintf_chk)(fd, flag, format, list);
	if (known)
		misuse_trace_written(low, call, fd, text, result);
	return result;
}

MISUSE_API int vprintf(const char *restrict format, va_list list)
{
	return print_list("vprintf", stdout, -1, format, list, MISUSE_HERE);
}

MISUSE_API int vfprintf(FILE *restrict stream, const char *restrict format, va_list list)
{
	return print_list("vfprintf", stream, -1, format, list, MISUSE_HERE);
}

MISUSE_API int printf(const char *restrict format, ...)
{
	const uintptr_t place = MISUSE_HERE;
	int result;

	WITH_LIST(result =, format, print_list("printf", stdout, -1, format, list, place));
	return result;
}

MISUSE_API int fprintf(FILE *restrict stream, const char *restrict format, ...)
{
	const uintptr_t place = MISUSE_HERE;
	int result;

	WITH_LIST(result =, format, print_list("fprintf", stream, -1, format, list, place));
	return result;
}

MISUSE_API int dprintf(int fd, const char *restrict format, ...)
{
	const uintptr_t place = MISUSE_HERE;
	int result;

	WITH_LIST(result =, format, print_to("dprintf", fd, -1, format, list, place));
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
	const uintptr_t place = MISUSE_HERE;
	int result;

	WITH_LIST(result =, format, print_list("printf", stdout, flag, format, list, place));
	return result;
}

MISUSE_API int __fprintf_chk(FILE *restrict stream, int flag, const char *restrict format, ...)
{
	const uintptr_t place = MISUSE_HERE;
	int result;

	WITH_LIST(result =, format, print_list("fprintf", stream, flag, format, list, place));
	return result;
}

MISUSE_API int __dprintf_chk(int fd, int flag, const char *restrict format, ...)
{
	const uintptr_t place = MISUSE_HERE;
	int result;

	WITH_LIST(result =, format, print_to("dprintf", fd, flag, format, list, place));
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
	struct misuse_printing printing;
	int result;

	misuse_unsafe("fflush", MISUSE_HERE);
	misuse_stream_flushing(stream, "flush");
	printing = misuse_printing_begin(stream);
	result = misuse_next(fflush)(stream);
	misuse_printing_end(&printing);
	if (!stream)
		misuse_trace_flushed_all();
	return result;
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
	misuse_trace_closing(stream);
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
