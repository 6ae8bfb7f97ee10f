/*
 * compiler: the errors that it told, each with file:line.
 */
#include <stdint.h>
#include <string.h>

#include "harness/analyse/analyser.h"
#include "harness/base/jsonl.h"

static const char *const kinds[] = { "compile-error", NULL };

static void add(const json_t *diagnostic, struct findings *out)
{
	if (strcmp(jsonl_string(diagnostic, "severity", ""), "error") != 0)
		return;
	findings_add(
		out, &(struct finding){
			     .analyser = (char *)(uintptr_t) "compiler",
			     .kind = (char *)(uintptr_t) "compile-error",
			     .file = (char *)(uintptr_t)jsonl_string(diagnostic, "file", ""),
			     .line = (unsigned)jsonl_number(diagnostic, "line", 0),
			     .message = (char *)(uintptr_t)jsonl_string(diagnostic, "message", ""),
			     .confirmed = true,
		     });
}

static int analyse(const struct analysis *in, struct findings *out, struct buf *why)
{
	size_t i, j;
	json_t *line, *diagnostic;

	(void)why;
	json_array_foreach(
		in->build, i, line) if (strcmp(jsonl_string(line, "verdict", ""), "failed") == 0)
		json_array_foreach(json_object_get(line, "diagnostics"), j, diagnostic)
			add(diagnostic, out);
	return 0;
}

REGISTRY_ADD(analysers, analyser) = {
	.name = "compiler",
	.about = "what the compiler refused",
	.kinds = kinds,
	.analyse = analyse,
};
