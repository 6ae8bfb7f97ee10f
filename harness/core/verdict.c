#include "harness/core/verdict.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

static const char *const names[] = {
	[VERDICT_PASSED] = "passed",
	[VERDICT_FAILED] = "failed",
	[VERDICT_SKIPPED] = "skipped",
	[VERDICT_BROKEN] = "broken",
};

const char *verdict_name(enum verdict verdict)
{
	return names[verdict];
}

int verdict_parse(const char *name, enum verdict *ret)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcmp(names[i], name) == 0) {
			*ret = (enum verdict)i;
			return 0;
		}
	}
	return -EINVAL;
}
