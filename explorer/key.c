#include "explorer/key.h"

/* MurmurHash3's finalizer: each bit of x matters for each of the result. */
static uint64_t mix(uint64_t x)
{
	x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdULL;
	x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53ULL;
	return x ^ (x >> 33);
}

object_key key_make(enum key_kind kind, uint64_t a, uint64_t b)
{
	return (uint64_t)kind << 60 | mix(mix(a + (uint64_t)kind) + b) >> 4;
}

enum key_kind key_kind(object_key key)
{
	return (enum key_kind)(key >> 60);
}
