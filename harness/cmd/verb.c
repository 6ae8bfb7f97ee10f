#include "harness/cmd/verb.h"

#include <stdio.h>
#include <string.h>

#include "harness/base/text.h"

const struct verb *verb_find(const char *name)
{
	registry_each (verbs, verb, v)
		if (strcmp(v->name, name) == 0)
			return v;
	return NULL;
}

const char *verb_nearest(const char *name)
{
	enum { NEAR = 2 };
	const char *best = NULL;
	unsigned least = NEAR + 1;

	registry_each (verbs, verb, v) {
		unsigned distance = text_distance(name, v->name, NEAR);

		if (v->about && distance < least) {
			least = distance;
			best = v->name;
		}
	}
	return best;
}

void verb_print_help(const struct verb *verb)
{
	printf("usage: proctor %s\n%s", verb->usage, verb->help);
}
