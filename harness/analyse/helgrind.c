/*
 * Helgrind: races and lock orders between the threads of one process.
 *
 * It knows pthread calls and sem_t.  Where a submission can order accesses in
 * another way (steps/edges.h), it accuses correct programs, so its word is then
 * shown to staff only.
 */
#include "harness/analyse/valgrind.h"

/* A call that failed for that reason was called wrongly. */
#define MISUSE(error)                                                                              \
	{                                                                                          \
		.valgrind = "PthAPIerror", .words = "(" error, .kind = "thread-misuse",            \
		.hint = "Check what this call returned.", .read = "pthreads(7)",                   \
	}

static const struct valgrind_kind kinds_of_error[] = {
	{ .valgrind = "Race",
		.kind = "race",
		.hint = "Hold one and the same mutex at every access to this data.",
		.read = "pthread_mutex_lock(3p)",
		.is_access = true },
	{ .valgrind = "LockOrder",
		.kind = "lock-order",
		.hint = "Take several mutexes in one order, the same in every thread.",
		.read = "pthread_mutex_lock(3p)" },
	{ .valgrind = "UnlockUnlocked",
		.kind = "thread-misuse",
		.hint = "Unlock only what is locked.",
		.read = "pthread_mutex_unlock(3p)" },
	{ .valgrind = "UnlockForeign",
		.kind = "thread-misuse",
		.hint = "The thread that locked a mutex must unlock it.",
		.read = "pthread_mutex_unlock(3p)" },
	{ .valgrind = "UnlockBogus",
		.kind = "thread-misuse",
		.hint = "Initialise the mutex before it is used.",
		.read = "pthread_mutex_init(3p)" },
	MISUSE("EINVAL"),
	MISUSE("EPERM"),
	MISUSE("ESRCH"),
	/* Any other failure (EOWNERDEAD, ETIMEDOUT, EBUSY, EAGAIN …) may be asked for. */
	{ .valgrind = "PthAPIerror",
		.kind = "thread-misuse",
		.hint = "Check what this call returned.",
		.read = "pthreads(7)",
		.doubtful = true },
	/* To signal without the mutex, and to end with a robust one, may be right. */
	{ .valgrind = "Misc",
		.words = "dubious",
		.kind = "thread-misuse",
		.hint = "Hold the mutex while the condition changes and is signalled.",
		.read = "pthread_cond_signal(3p)",
		.doubtful = true },
	{ .valgrind = "Misc",
		.words = "still holds",
		.kind = "thread-misuse",
		.hint = "Unlock every mutex before the thread ends.",
		.read = "pthread_mutex_unlock(3p)",
		.doubtful = true },
	/* Of an error-checking mutex one may ask for EDEADLK; with any other nothing goes on. */
	{ .valgrind = "Misc",
		.words = "re-lock",
		.kind = "thread-misuse",
		.hint = "Lock a mutex once, and unlock it on every way out of the function.",
		.read = "pthread_mutex_lock(3p)",
		.doubtful = true },
	{ .valgrind = "Misc",
		.kind = "thread-misuse",
		.hint = "See what Helgrind says about it.",
		.read = "pthreads(7)" },
	{ NULL },
};

static const char *const kinds[] = { "race", "lock-order", "thread-misuse", NULL };

static const char *const command[] = {
	VALGRIND_COMMAND("helgrind"),
	"--fair-sched=yes",
	NULL,
};

static int analyse(const struct analysis *in, struct findings *out, struct buf *why)
{
	return valgrind_analyse(
		"helgrind", kinds_of_error, valgrind_knows_every_edge(in->build), in, out, why);
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
	.suppressions = "helgrind.supp",
	.program = "valgrind",
	.analyse = analyse,
	.withheld = withheld,
};
