#include "harness/analyse/analyser.h"

#include <stdlib.h>
#include <string.h>

#include "harness/base/buf.h"
#include "harness/base/command.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"

bool analyser_ended_by_itself(const struct observation *observation)
{
	size_t i;
	json_t *peer;

	json_array_foreach(json_object_get(observation->record, "peers"), i, peer)
	{
		const char *outcome = jsonl_string(peer, "outcome", "");

		if (strcmp(jsonl_string(peer, "program", ""), "student") == 0 &&
			!text_starts(outcome, "EXITED") && !text_starts(outcome, "SIGNALLED"))
			return false;
	}
	return true;
}

const struct analyser *analyser(const char *name)
{
	registry_each (analysers, analyser, a)
		if (strcmp(a->name, name) == 0)
			return a;
	return NULL;
}

/* "valgrind-3.19.0", "gcc (Debian …) 12.2.0": the first word that has a digit in it. */
static char *version_word(const char *text)
{
	const char *digit = strpbrk(text, "0123456789");
	const char *end = digit ? digit + strcspn(digit, " \n)") : NULL;

	return digit ? xasprintf("%.*s", (int)(end - digit), digit) : NULL;
}

char *analyser_version(const struct analyser *analyser)
{
	cleanup_buf struct buf output = BUF_INIT;
	const char *const argv[] = { analyser->program, "--version", NULL };
	int status;

	if (!analyser->program ||
		command_run(&(struct command){ .argv = argv }, &output, &status) || status != 0)
		return NULL;
	return version_word(output.data);
}
