/*
 * Memory of malloc's: what is freed and given out again is another object.  A free
 * is an access to all of it: whoever still uses it races with that.
 */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "explorer/runtime.h"
#include "explorer/sync.h"

/* libc's own, which need no dlsym(3): that allocates. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *at, size_t size);
extern void __libc_free(void *at);

static bool watched(void)
{
	return self.attached && !self.inside && ARENA->races && our_process()->threads > 1;
}

/* As much as free() will take: more than was asked for. */
static void *given(void *at)
{
	if (at && watched()) {
		self.inside++;
		shadow_clear((uint64_t)(uintptr_t)at, malloc_usable_size(at));
		self.inside--;
	}
	return at;
}

static void taken(void *at, uint64_t place)
{
	size_t size;

	if (!at || !watched())
		return;
	size = malloc_usable_size(at);
	self.inside++;
	shadow_access((uint64_t)(uintptr_t)at, size, SLOT_WRITE, place);
	self.inside--;
}

EXPORT void *malloc(size_t size)
{
	return given(__libc_malloc(size));
}

EXPORT void *calloc(size_t count, size_t size)
{
	return given(__libc_calloc(count, size));
}

EXPORT void *realloc(void *at, size_t size)
{
	void *now;

	taken(at, PLACE);
	now = __libc_realloc(at, size);
	return given(now);
}

EXPORT void *aligned_alloc(size_t alignment, size_t size)
{
	return given(LIBC(aligned_alloc)(alignment, size));
}

EXPORT void *memalign(size_t alignment, size_t size)
{
	return given(LIBC(memalign)(alignment, size));
}

EXPORT void *valloc(size_t size)
{
	return given(LIBC(valloc)(size));
}

EXPORT int posix_memalign(void **ret, size_t alignment, size_t size)
{
	int error = LIBC(posix_memalign)(ret, alignment, size);

	if (error == 0)
		given(*ret);
	return error;
}

EXPORT void free(void *at)
{
	taken(at, PLACE);
	__libc_free(at);
}
