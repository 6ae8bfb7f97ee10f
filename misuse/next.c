#include <dlfcn.h>

#include "misuse/misuse.h"

/* The linker gathers what MISUSE_NEXT() lists: ld(1), "orphan sections". */
extern const struct misuse_next __start_misuse_nexts[], __stop_misuse_nexts[];

void *misuse_find(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

/* Not when each is called first: that may be in a handler, and dlsym(3) takes locks. */
void misuse_find_all(void)
{
	for (const struct misuse_next *next = __start_misuse_nexts; next < __stop_misuse_nexts;
		next++)
		if (!*next->function)
			*next->function = misuse_find(next->name);
}
