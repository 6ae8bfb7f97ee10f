#include "sandbox/isolation.h"

#include <string.h>

static const char *const names[] = {
	[ISOLATION_ANY] = "any",
	[ISOLATION_PLAIN] = "plain",
	[ISOLATION_ROOT] = "root",
	[ISOLATION_FULL] = "full",
};

const char *isolation_name(enum isolation isolation)
{
	return names[isolation];
}

enum isolation isolation_named(const char *name)
{
	for (int i = ISOLATION_PLAIN; i <= ISOLATION_FULL; i++)
		if (strcmp(names[i], name) == 0)
			return (enum isolation)i;
	return ISOLATION_ANY;
}
