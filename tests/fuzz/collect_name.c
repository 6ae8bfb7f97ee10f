/*
 * Whose bytes: a student's, as the name of a file, a folder or a submission.
 * Who reads them: steps/collect_name.c.
 * What must hold: the name is safe to store, print and hand to make; what was safe stays as
 * it is; it never grows, and is never empty unless it was; numbering keeps it safe.
 *
 * Options: -max_len=300
 */
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/steps/collect_name.h"
#include "tests/fuzz/fuzz.h"

static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+-";

static bool is_safe(const char *name)
{
	return name[strspn(name, plain)] == '\0' && name[0] != '-' &&
	       (name[0] != '.' || (name[1] && !strchr("._+-", name[1])));
}

static void check_component(const uint8_t *data, size_t size)
{
	cleanup_free char *safe = collect_name_safe((const char *)data, size);
	cleanup_free char *again = collect_name_safe(safe, strlen(safe));
	cleanup_free char *numbered = collect_name_numbered(safe, 2);

	HOLDS(is_safe(safe) && strcmp(safe, again) == 0);
	HOLDS(strlen(safe) <= size && (strlen(safe) > 0) == (size > 0));
	HOLDS(is_safe(numbered) && strcmp(numbered, safe) != 0);
}

static void check_path(const char *path)
{
	cleanup_free char *name = collect_name(path);

	HOLDS(*name && is_safe(name) && name[0] != '.');
	HOLDS(collect_name_kind(path) <= COLLECT_ARCHIVED);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *text = fuzz_string(data, size);

	check_component(data, size);
	if (*text)
		check_path(text);
	return 0;
}
