#include "harness/steps/grounds.h"

#include <errno.h>

#include "harness/base/fault.h"
#include "sandbox/box.h"

static enum isolation required;
static enum isolation found;

int grounds_require(const char *mode)
{
	enum isolation isolation = isolation_named(mode);

	if (isolation == ISOLATION_ANY)
		return -EINVAL;
	required = isolation;
	return 0;
}

int grounds_find(struct buf *why)
{
	const struct box_options options = {
		.require = required,
		.mechanisms = FILTER_ALL_MECHANISMS,
	};
	char reason[BOX_WHY];
	struct box *box;
	int error;

	if (found != ISOLATION_ANY)
		return 0;
	error = box_open(&box, &options, reason);
	if (error) {
		if (required)
			buf_printf(why, "no isolation as good as '%s' can be had: ",
				isolation_name(required));
		buf_printf(why, "%s (`proctor doctor` tells more)", reason);
		return -EOPNOTSUPP; /* whatever the reason: the host, not the input */
	}
	found = box_isolation(box);
	box_close(box);
	if (found != ISOLATION_FULL)
		warn("the isolation is only '%s' here (%s). SECURITY.md tells what it does not "
		     "hold; --require full refuses it",
			isolation_name(found), reason);
	return 0;
}

enum isolation grounds_isolation(void)
{
	return found ? found : required;
}
