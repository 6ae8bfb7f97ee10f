#include "explorer/arena.h"

#include <stddef.h>
#include <string.h>

void arena_reset(struct arena *arena)
{
	uint32_t objects = arena->objects_count;

	for (unsigned i = 0; i < ARENA_SHADOW_PAGES; i++)
		if (arena->shadow_keys[i])
			memset(&arena->shadow[i], 0, sizeof(arena->shadow[i]));
	memset(arena->shadow_keys, 0, sizeof(arena->shadow_keys));
	memset(arena->objects, 0, objects * sizeof(*arena->objects));
	/* What lies behind is told by its counts. */
	memset(arena, 0, offsetof(struct arena, trace));
	arena->objects_count = 0;
	memset(arena->object_at, 0, sizeof(arena->object_at));
}
