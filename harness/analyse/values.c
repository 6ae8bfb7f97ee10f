/*
 * values: a tool that finds nothing by itself.  steps/retrace.c repeats failed runs under it as
 * under trace, and origin.c reads what both noted: who wrote the wrong byte, and where its value
 * came from (values/record.h).
 *
 * It is a tool of Valgrind's that is started without Valgrind's own launcher, which would only look
 * for it in Valgrind's folder.
 */
#include "harness/analyse/analyser.h"
#include "harness/analyse/trace.h"
#include "misuse/record.h"
#include "misuse/trace.h"
#include "values/record.h"

#define EVIDENCE "/tmp/.evidence"
#define TOOL "values-amd64-linux"
#define LIBRARY "libmisuse.so"

static const char *const kinds[] = { NULL };
static const char *const libraries[] = { TOOL, LIBRARY, NULL };

static const char *const command[] = { ANALYSER_LIBRARIES "/" TOOL, "--tool=values", "--quiet",
	"--vgdb=no", "--values-folder=" EVIDENCE, NULL };

static const char *const environment[] = {
	"VALGRIND_LAUNCHER=" ANALYSER_LIBRARIES "/" TOOL,
	"LD_PRELOAD=" ANALYSER_LIBRARIES "/" LIBRARY,
	MISUSE_EVIDENCE "=" EVIDENCE,
	MISUSE_TRACE "=" MISUSE_TRACE_BRIEFLY,
	NULL,
};

static int analyse(const struct analysis *in, struct findings *out, struct buf *why)
{
	(void)in, (void)out, (void)why;
	return 0;
}

REGISTRY_ADD(analysers, analyser) = {
	.name = TRACE_VALUES,
	.about = "where the values come from that a failed run printed",
	.kinds = kinds,
	.command = command,
	.environment = environment,
	.libraries = libraries,
	.program = "valgrind",
	.after_failures = true,
	.analyse = analyse,
};
