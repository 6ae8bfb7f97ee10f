#include "harness/analyse/analyser.h"

#include <stdlib.h>
#include <string.h>

#include "harness/base/buf.h"
#include "harness/base/command.h"
#include "harness/base/fault.h"

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
