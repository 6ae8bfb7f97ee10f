#include "harness/steps/edges.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/steps/elf_symbol.h"
#include "harness/steps/sources.h"
#include "harness/steps/workshop.h"

/* Inline assembly in a source file; a mention in a comment only makes us careful. */
static bool mentions_assembly(const char *dir, const char *file)
{
	cleanup_free char *path = xasprintf("%s/source/%s", dir, file);
	cleanup_buf struct buf text = BUF_INIT;
	enum { MOST = 16 << 20 };

	return file_read(path, &text, MOST) == 0 &&
	       (strstr(text.data, "asm") || strstr(text.data, ".s\""));
}

static bool wants_edges(const struct assignment *assignment)
{
	for (unsigned i = 0; i < assignment->analyse_count; i++)
		if (strcmp(assignment->analyse[i].tool, "memcheck") != 0)
			return true;
	return false;
}

/*
 * Functions that order two threads, or wake one of them, and that neither Helgrind nor
 * DRD of Valgrind 3.19 knows; with the mechanism that must be let through for it
 * (NULL: nothing can deny it).
 */
static const struct unknown_edge {
	const char *function;
	const char *mechanism;
} unknown_edges[] = {
	{ "pipe", "pipe" },
	{ "pipe2", "pipe" },
	{ "popen", "pipe" },
	{ "mkfifo", "fifo" },
	{ "mkfifoat", "fifo" },
	{ "mknod", "fifo" },
	{ "mknodat", "fifo" },
	/* A FIFO may be there already: any file that is opened may be one. */
	{ "open", "fifo" },
	{ "open64", "fifo" },
	{ "openat", "fifo" },
	{ "fopen", "fifo" },
	{ "fopen64", "fifo" },
	{ "socket", "socket" },
	{ "socketpair", "socket" },
	{ "msgsnd", "sysv-msg" },
	{ "semop", "sysv-sem" },
	{ "semtimedop", "sysv-sem" },
	{ "mq_send", "posix-mq" },
	{ "mq_timedsend", "posix-mq" },
	{ "mq_notify", "posix-mq" },
	{ "flock", "flock" },
	{ "lockf", "record-lock" },
	{ "lockf64", "record-lock" },
	{ "fcntl", "record-lock" },
	{ "fcntl64", "record-lock" },
	{ "eventfd", "eventfd" },
	/* Whoever sends a signal, and whoever waits for one; a handler alone orders nothing. */
	{ "kill", NULL },
	{ "killpg", NULL },
	{ "raise", NULL },
	{ "sigqueue", NULL },
	{ "pthread_kill", NULL },
	{ "pthread_sigqueue", NULL },
	{ "tgkill", NULL },
	{ "sigwait", NULL },
	{ "sigwaitinfo", NULL },
	{ "sigtimedwait", NULL },
	{ "sigsuspend", NULL },
	{ "signalfd", NULL },
	{ "timer_create", NULL },
	{ "pidfd_send_signal", NULL },
	/* A child may hand on what a thread did: through shared memory, or by its end. */
	{ "fork", NULL },
	{ "_Fork", NULL },
	{ "vfork", NULL },
	{ "posix_spawn", NULL },
	{ "posix_spawnp", NULL },
	{ "system", NULL },
	/* A futex by hand, tasks and code that no tool sees begin. */
	{ "syscall", NULL },
	{ "clone", NULL },
	{ "dlopen", NULL },
	{ "dlsym", NULL },
	{ "pthread_once", NULL },
	/* Who takes over from an owner that has ended is no owner to them. */
	{ "pthread_mutexattr_setrobust", NULL },
	/* One that is cancelled in a wait takes the mutex again unseen. */
	{ "pthread_cancel", NULL },
	{ "pthread_tryjoin_np", NULL },
	{ "pthread_timedjoin_np", NULL },
	{ "pthread_clockjoin_np", NULL },
	{ "pthread_mutex_clocklock", NULL },
	{ "pthread_cond_clockwait", NULL },
	{ "pthread_rwlock_timedrdlock", NULL },
	{ "pthread_rwlock_timedwrlock", NULL },
	{ "pthread_rwlock_clockrdlock", NULL },
	{ "pthread_rwlock_clockwrlock", NULL },
	{ "sem_clockwait", NULL },
	{ "thrd_create", NULL },
	{ "mtx_lock", NULL },
	{ "mtx_trylock", NULL },
	{ "mtx_timedlock", NULL },
	{ "cnd_wait", NULL },
	{ "cnd_timedwait", NULL },
	{ "call_once", NULL },
	{ "aio_read", NULL },
	{ "aio_write", NULL },
	{ "lio_listio", NULL },
};

static bool lets_through(const struct assignment *assignment, const char *mechanism)
{
	for (unsigned i = 0; mechanism && i < assignment->mechanisms_count; i++)
		if (strcmp(assignment->mechanisms[i], mechanism) == 0)
			return true;
	return !mechanism || assignment->mechanisms_count == 0;
}

bool edges_is_unknown(const struct assignment *assignment, const char *function)
{
	for (size_t i = 0; i < sizeof(unknown_edges) / sizeof(*unknown_edges); i++)
		if (strcmp(unknown_edges[i].function, function) == 0)
			return lets_through(assignment, unknown_edges[i].mechanism);
	return false;
}

/* What the object files need that orders. */
struct needed {
	const struct assignment *assignment;
	bool atomics;
	json_t *calls; /* names, each once */
};

static bool is_listed(const json_t *names, const char *name)
{
	size_t i;
	json_t *one;

	json_array_foreach(
		names, i, one) if (strcmp(json_string_value(one), name) == 0) return true;
	return false;
}

static void note_symbol(const char *name, void *data)
{
	struct needed *needed = data;

	needed->atomics |= text_starts(name, "__tsan_atomic");
	if (edges_is_unknown(needed->assignment, name) && !is_listed(needed->calls, name))
		json_array_append_new(needed->calls, json_string(name));
}

/* Looks at the objects that the compiler left in /box. */
static void read_objects(struct workshop *workshop, struct needed *needed)
{
	cleanup_free char *names = NULL;
	size_t length = 0;

	if (box_list(workshop->box, "/box", &names, &length) < 0) {
		needed->atomics = true;
		return;
	}
	for (size_t at = 0; at < length; at += strlen(names + at) + 1) {
		cleanup_free char *path = xasprintf("/box/%s", names + at);
		cleanup_close int fd = text_ends(path, ".o") ? box_get(workshop->box, path) : -1;

		if (fd >= 0)
			elf_symbols_needed(fd, note_symbol, needed);
	}
}

/* What does not compile file by file may hide anything: it counts as having atomics. */
static void read_sources(struct workshop *workshop, const json_t *files, struct needed *needed)
{
	const struct assignment *assignment = needed->assignment;
	static const char *const first[] = { "gcc", "-fsanitize=thread", "-w", "-g", "-Og", "-c" };
	enum { FIRST = sizeof(first) / sizeof(*first) };
	cleanup_free const char **argv = xcalloc(
		FIRST + assignment->flags_count + json_array_size(files) + 1, sizeof(*argv));
	cleanup_workshop_job struct workshop_job job = WORKSHOP_JOB_INIT;
	size_t count = 0, i;
	json_t *file;

	for (; count < FIRST; count++)
		argv[count] = first[count];
	for (i = 0; i < assignment->flags_count; i++)
		argv[count++] = assignment->flags[i];
	json_array_foreach(files, i,
		file) if (sources_compiled(assignment, json_string_value(file))) argv[count++] =
		json_string_value(file);
	if (workshop_run(workshop, argv, &job) < 0 || job.outcome.kind != OUTCOME_EXITED ||
		job.outcome.value != 0)
		needed->atomics = true;
	else
		read_objects(workshop, needed);
}

int edges_add(const struct assignment *assignment, const char *dir, const json_t *files,
	json_t *lines, struct buf *why)
{
	cleanup_workshop struct workshop workshop = WORKSHOP_INIT;
	cleanup_json json_t *calls = json_array();
	struct needed needed = { .assignment = assignment, .calls = calls };
	bool assembly = false;
	size_t i;
	json_t *file;
	int error;

	if (!wants_edges(assignment))
		return 0;
	error = workshop_open(&workshop, dir, files, why);
	if (error)
		return error;
	json_array_foreach(files, i, file) assembly |=
		(sources_compiled(assignment, json_string_value(file)) ||
			text_ends(json_string_value(file), ".h")) &&
		mentions_assembly(dir, json_string_value(file));
	read_sources(&workshop, files, &needed);
	json_array_append_new(lines, json_pack("{s:s, s:b, s:b, s:O}", "build", "edges", "atomics",
					     needed.atomics, "assembly", assembly, "calls", calls));
	return 0;
}
