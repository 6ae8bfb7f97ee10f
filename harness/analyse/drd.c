/*
 * DRD: races and wrong use of locks between the threads of one process.
 *
 * It keeps other books than Helgrind: no lock orders, but condition variables,
 * semaphores and barriers more closely.  It knows the same edges, so its word
 * counts where Helgrind's does.
 */
#include "harness/analyse/valgrind.h"

#include "harness/base/text.h"

/*
 * Two threads that print meet in the buffer of the stream, under a lock of libc's that
 * DRD does not see.  A suppression cannot tell what is written there from the bytes that
 * are read to be printed, which may be the program's own: only the former is noise.
 */
static bool is_of_stdio(const struct valgrind_error *error)
{
	static const char *const movers[][2] = {
		{ "Conflicting store", "_IO_new_file_xsputn" },
		{ "Conflicting load", "_IO_file_xsgetn" },
	};
	const struct valgrind_frame *mover;

	if (error->count == 0 || error->stacks[0].count < 2)
		return false;
	mover = &error->stacks[0].frames[1];
	for (size_t i = 0; i < sizeof(movers) / sizeof(*movers); i++)
		if (text_starts(error->what, movers[i][0]) &&
			text_starts(mover->function, movers[i][1]) &&
			text_ends(mover->object, "/libc.so.6"))
			return true;
	return false;
}

/* drd_error.c of Valgrind 3.19; HoldtimeErr is switched off. */
static const struct valgrind_kind kinds_of_error[] = {
	{ .valgrind = "ConflictingAccess",
		.kind = "race",
		.hint = "Hold one and the same mutex at every access to this data.",
		.read = "pthread_mutex_lock(3p)",
		.is_noise = is_of_stdio,
		.is_access = true },
	/* Of an error-checking mutex one may ask for EDEADLK; with any other nothing goes on. */
	{ .valgrind = "MutexErr",
		.words = "Recursive locking not allowed",
		.kind = "thread-misuse",
		.hint = "Lock a mutex once, and unlock it on every way out of the function.",
		.read = "pthread_mutex_lock(3p)",
		.doubtful = true },
	{ .valgrind = "MutexErr",
		.kind = "thread-misuse",
		.hint = "Initialise a mutex once, and unlock it in the thread that locked it.",
		.read = "pthread_mutex_lock(3p)" },
	{ .valgrind = "CondErr",
		.kind = "thread-misuse",
		.hint = "Use one and the same mutex with a condition variable, and hold it.",
		.read = "pthread_cond_wait(3p)" },
	/* Signalling without the mutex loses wake-ups in some programs, and is right in others. */
	{ .valgrind = "CondRaceErr",
		.kind = "thread-misuse",
		.hint = "Hold the mutex while the condition changes and is signalled.",
		.read = "pthread_cond_signal(3p)",
		.doubtful = true },
	{ .valgrind = "CondDestrErr",
		.kind = "thread-misuse",
		.hint = "Destroy a condition variable when nobody waits on it any more.",
		.read = "pthread_cond_destroy(3p)" },
	{ .valgrind = "SemaphoreErr",
		.kind = "thread-misuse",
		.hint = "Initialise a semaphore before it is used, and destroy it last.",
		.read = "sem_init(3)" },
	{ .valgrind = "BarrierErr",
		.kind = "thread-misuse",
		.hint = "Initialise a barrier once, for as many threads as wait at it.",
		.read = "pthread_barrier_wait(3p)" },
	{ .valgrind = "RwlockErr",
		.kind = "thread-misuse",
		.hint = "Unlock a read-write lock in the thread that locked it.",
		.read = "pthread_rwlock_unlock(3p)" },
	{ .valgrind = "InvalidThreadId",
		.kind = "thread-misuse",
		.hint = "Join or detach each thread once.",
		.read = "pthread_join(3)" },
	{ .valgrind = "GenericErr",
		.kind = "thread-misuse",
		.hint = "See what DRD says about it.",
		.read = "pthreads(7)",
		.doubtful = true },
	{ NULL },
};

static const char *const kinds[] = { "race", "thread-misuse", NULL };

static const char *const command[] = {
	VALGRIND_COMMAND("drd"),
	"--fair-sched=yes",
	/* Else accesses to a stack are passed over, which are as shared as its address is. */
	"--check-stack-var=yes",
	NULL,
};

static int analyse(const struct analysis *in, struct findings *out, struct buf *why)
{
	return valgrind_analyse(
		"drd", kinds_of_error, valgrind_knows_every_edge(in->build), in, out, why);
}

static char *withheld(const struct analysis *in, bool *ret_proven)
{
	return valgrind_withheld("drd", in, ret_proven);
}

REGISTRY_ADD(analysers, analyser) = {
	.name = "drd",
	.about = "races and wrong use of locks between threads, by Valgrind's DRD",
	.kinds = kinds,
	.command = command,
	.suppressions = "drd.supp",
	.program = "valgrind",
	.analyse = analyse,
	.withheld = withheld,
};
