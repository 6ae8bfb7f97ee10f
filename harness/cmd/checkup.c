#include "harness/cmd/checkup.h"

#include <stdlib.h>

#include "harness/base/fault.h"

void checkup_add(struct checkup *checkup, const char *name, enum checkup_state state, char *says,
	char *advice)
{
	checkup->lines = xreallocarray(checkup->lines, checkup->count + 1, sizeof(*checkup->lines));
	checkup->lines[checkup->count++] = (struct checkup_line){ name, state, says, advice };
}

enum checkup_state checkup_worst(const struct checkup *checkup)
{
	enum checkup_state worst = CHECKUP_FINE;

	for (size_t i = 0; i < checkup->count; i++)
		if (checkup->lines[i].state > worst)
			worst = checkup->lines[i].state;
	return worst;
}

void checkup_release(struct checkup *checkup)
{
	for (size_t i = 0; i < checkup->count; i++) {
		free(checkup->lines[i].says);
		free(checkup->lines[i].advice);
	}
	free(checkup->lines);
	*checkup = (struct checkup)CHECKUP_INIT;
}
