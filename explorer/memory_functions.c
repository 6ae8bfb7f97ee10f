/*
 * libc's functions that read and write memory for the program: their accesses
 * are the program's, and the compiler tells nothing of them.
 */
#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include "explorer/runtime.h"
#include "explorer/sync.h"

static void touch(const void *at, size_t size, unsigned how, uint64_t place)
{
	if (!self.attached || self.inside || !ARENA->races || size == 0)
		return;
	self.inside++;
	shadow_access((uint64_t)(uintptr_t)at, size, how, place);
	self.inside--;
}

static void backwards(char *to, const char *from, size_t size)
{
	while (size-- > 0)
		to[size] = from[size];
}

EXPORT void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
	touch(from, size, 0, PLACE);
	touch(to, size, SLOT_WRITE, PLACE);
	copy(to, from, size);
	return to;
}

EXPORT void *memmove(void *to, const void *from, size_t size)
{
	touch(from, size, 0, PLACE);
	touch(to, size, SLOT_WRITE, PLACE);
	if ((uintptr_t)to - (uintptr_t)from >= size)
		copy(to, from, size);
	else
		backwards(to, from, size);
	return to;
}

EXPORT void *memset(void *at, int byte, size_t size)
{
	void *to = at;

	touch(at, size, SLOT_WRITE, PLACE);
	__asm__ volatile("rep stosb" : "+D"(to), "+c"(size) : "a"(byte) : "memory");
	return at;
}

/* Those that libc does better: what they look at is told first. */

EXPORT size_t strlen(const char *text)
{
	size_t length = 0;

	while (text[length])
		length++;
	touch(text, length + 1, 0, PLACE);
	return length;
}

EXPORT char *strcpy(char *restrict to, const char *restrict from)
{
	size_t size = 0;

	while (from[size++])
		;
	touch(from, size, 0, PLACE);
	touch(to, size, SLOT_WRITE, PLACE);
	copy(to, from, size);
	return to;
}

EXPORT char *strncpy(char *restrict to, const char *restrict from, size_t size)
{
	size_t length = 0;

	while (length < size && from[length])
		length++;
	touch(from, length < size ? length + 1 : size, 0, PLACE);
	touch(to, size, SLOT_WRITE, PLACE);
	copy(to, from, length);
	zero(to + length, size - length);
	return to;
}

EXPORT int memcmp(const void *a, const void *b, size_t size)
{
	const unsigned char *x = a, *y = b;
	size_t i = 0;

	while (i < size && x[i] == y[i])
		i++;
	touch(a, i < size ? i + 1 : size, 0, PLACE);
	touch(b, i < size ? i + 1 : size, 0, PLACE);
	return i < size ? x[i] - y[i] : 0;
}

EXPORT int strcmp(const char *a, const char *b)
{
	size_t i = 0;

	while (a[i] && a[i] == b[i])
		i++;
	touch(a, i + 1, 0, PLACE);
	touch(b, i + 1, 0, PLACE);
	return (unsigned char)a[i] - (unsigned char)b[i];
}
