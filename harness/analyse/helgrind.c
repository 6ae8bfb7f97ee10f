/*
 * Helgrind: races and lock orders between the threads of one process.
 *
 * It knows pthread calls and sem_t.  Where a submission orders accesses in
 * another way (atomic operations, assembly), it accuses correct programs, so
 * its word is then shown to staff only (DESIGN section 10).
 */
#include "harness/analyse/valgrind.h"

#include <string.h>

#include "harness/base/jsonl.h"

static const struct valgrind_kind kinds_of_error[] = {
	{ "Race", "race", "Hold one and the same mutex at every access to this data.",
		"pthread_mutex_lock(3p)" },
	{ "LockOrder", "lock-order", "Take several mutexes in one order, the same in every thread.",
		"pthread_mutex_lock(3p)" },
	{ "UnlockUnlocked", "thread-misuse", "Unlock only what is locked.",
		"pthread_mutex_unlock(3p)" },
	{ "UnlockForeign", "thread-misuse", "The thread that locked a mutex must unlock it.",
		"pthread_mutex_unlock(3p)" },
	{ "UnlockBogus", "thread-misuse", "Initialise the mutex before it is used.",
		"pthread_mutex_init(3p)" },
	{ "PthAPIerror", "thread-misuse", "Check what this call returned.", "pthreads(7)" },
	{ "Misc", "thread-misuse", "See what Helgrind says about it.", "pthreads(7)" },
	{ NULL },
};

static const char *const kinds[] = { "race", "lock-order", "thread-misuse", NULL };

static const char *const command[] = {
	"/usr/bin/valgrind",
	"--tool=helgrind",
	"--quiet",
	"--xml=yes",
	VALGRIND_XML,
	VALGRIND_OWN_OPTIONS,
	"--trace-children=yes",
	"--fair-sched=yes",
	"--vgdb=no",
	"--num-callers=24",
	NULL,
};

/* Whether every edge of the program is one that Helgrind knows. */
static bool knows_every_edge(const json_t *build)
{
	size_t i;
	json_t *line;

	json_array_foreach(build, i, line) if (strcmp(jsonl_string(line, "build", ""), "edges") ==
					       0) return !jsonl_true(line, "atomics") &&
		!jsonl_true(line, "assembly");
	return false;
}

static int analyse(const struct analysis *in, struct findings *out, struct buf *why)
{
	return valgrind_analyse(
		"helgrind", kinds_of_error, knows_every_edge(in->build), in, out, why);
}

static char *withheld(const struct analysis *in, bool *ret_proven)
{
	return valgrind_withheld("helgrind", in, ret_proven);
}

REGISTRY_ADD(analysers, analyser) = {
	.name = "helgrind",
	.about = "races and lock orders between threads, by Valgrind's Helgrind",
	.kinds = kinds,
	.command = command,
	.program = "valgrind",
	.analyse = analyse,
	.withheld = withheld,
};
