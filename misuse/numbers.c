/*
 * Texts that become numbers: what a conversion passes over, it does not tell unless it is asked.
 */
#include <stdint.h>
#include <stdlib.h>

#include "misuse/misuse.h"
#include "misuse/tracing.h"

MISUSE_NEXT(strtol);
MISUSE_NEXT(strtoul);
MISUSE_NEXT(strtoll);
MISUSE_NEXT(strtoull);

/* What <stdlib.h> makes of atoi(3) cannot be told from this. */
static const char without_end_strtol[] = "atoi() or strtol";
static const char without_end_strtoll[] = "atoll() or strtoll";
static const char without_end_strtoul[] = "strtoul";
static const char without_end_strtoull[] = "strtoull";

#define CONVERTS(type_, name_)                                                                     \
	MISUSE_API type_ name_(const char *restrict text, char **restrict end, int base)           \
	{                                                                                          \
		char *behind = (char *)(uintptr_t)text;                                            \
		type_ value = misuse_next(name_)(text, &behind, base);                             \
                                                                                                   \
		misuse_trace_number(                                                               \
			end ? #name_ : without_end_##name_, text, behind, (long long)value);       \
		if (end)                                                                           \
			*end = behind;                                                             \
		return value;                                                                      \
	}

CONVERTS(long, strtol)
CONVERTS(unsigned long, strtoul)
CONVERTS(long long, strtoll)
CONVERTS(unsigned long long, strtoull)

/* atoi(3) is strtol(3) without its errors; its result is cut to its type. */
#define CONVERTS_SHORTLY(type_, name_)                                                             \
	MISUSE_API type_ name_(const char *text)                                                   \
	{                                                                                          \
		char *behind = (char *)(uintptr_t)text;                                            \
		type_ value = (type_)misuse_next(strtol)(text, &behind, 10);                       \
                                                                                                   \
		misuse_trace_number(#name_, text, behind, (long long)value);                       \
		return value;                                                                      \
	}

CONVERTS_SHORTLY(int, atoi)
CONVERTS_SHORTLY(long, atol)
CONVERTS_SHORTLY(long long, atoll)
