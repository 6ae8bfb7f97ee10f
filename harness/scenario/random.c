#include "harness/scenario/stage.h"

#include <string.h>

/* FNV-1a (Fowler, Noll, Vo) spreads the texts over the generator's state. */
static uint64_t spread(uint64_t hash, const char *text)
{
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 0x100000001b3ULL;
	return hash;
}

void random_seed(const char *seed, const char *name)
{
	stage.random = spread(spread(0xcbf29ce484222325ULL, seed), name);
}

/* splitmix64 (Steele, Lea, Flood 2014): good in every bit, from any state. */
static uint64_t next(void)
{
	uint64_t z = stage.random += 0x9e3779b97f4a7c15ULL;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

uint32_t random_below(uint32_t bound)
{
	return bound ? (uint32_t)(next() % bound) : 0;
}

char *random_lines(size_t count, size_t shortest, size_t longest)
{
	size_t room = count * (longest + 1) + 1;
	char *text = scenario_memory(room);
	char *at = text;

	for (size_t i = 0; i < count; i++) {
		size_t length = shortest + random_below((uint32_t)(longest - shortest + 1));

		for (size_t j = 0; j < length; j++)
			*at++ = (char)(' ' + random_below('~' - ' ' + 1));
		*at++ = '\n';
	}
	*at = '\0';
	return text;
}
