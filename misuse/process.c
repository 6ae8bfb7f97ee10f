/*
 * Theory of operation of the library in a process.
 *
 * begin() runs as a constructor, before the program's own: it learns where the program lies,
 * finds libc's functions, and writes the record "start".  From then on records are
 * written as things happen.  end() runs as the last destructor, when exit(3) has
 * called all that the program wanted called and has yet to flush its streams;
 * _exit(2) and exec are seen as they are called.  What a signal ends leaves no record
 * of its end.
 */
#include <elf.h>
#include <limits.h>
#include <link.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "misuse/misuse.h"
#include "misuse/record.h"
#include "misuse/trace.h"
#include "misuse/tracing.h"

static uintptr_t base, first, behind;
static pid_t home, outside = -1;
static char program[PATH_MAX];
enum { SETTINGS = 3 };

static char settings_text[SETTINGS][PATH_MAX];
static const char *settings[SETTINGS + 1];
static _Atomic bool ended;

uintptr_t misuse_place(const void *address)
{
	uintptr_t value = (uintptr_t)address;

	return value >= first && value < behind ? value - base : 0;
}

static pid_t process_id(void)
{
	return (pid_t)syscall(SYS_getpid);
}

bool misuse_is_at_home(void)
{
	return process_id() == home;
}

pid_t misuse_outside(void)
{
	return outside;
}

const char *const *misuse_settings(void)
{
	return settings;
}

/* The first object that is told is the program itself: dl_iterate_phdr(3). */
static int take_program(struct dl_phdr_info *info, size_t size, void *data)
{
	(void)size, (void)data;
	base = info->dlpi_addr;
	first = UINTPTR_MAX;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		uintptr_t start = base + info->dlpi_phdr[i].p_vaddr;

		if (info->dlpi_phdr[i].p_type != PT_LOAD)
			continue;
		if (start < first)
			first = start;
		if (start + info->dlpi_phdr[i].p_memsz > behind)
			behind = start + info->dlpi_phdr[i].p_memsz;
	}
	return 1;
}

/* NAME=VALUE, to be handed on to the programs that this one starts. */
static void keep_setting(size_t index, const char *name)
{
	const char *value = getenv(name);

	if (!value || strlen(name) + strlen(value) + 2 > sizeof(settings_text[index]))
		return;
	stpcpy(stpcpy(stpcpy(settings_text[index], name), "="), value);
	for (size_t i = 0; i < SETTINGS; i++)
		if (!settings[i]) {
			settings[i] = settings_text[index];
			return;
		}
}

static void note_start(const char *how)
{
	misuse_note("start", MISUSE_NUMBER(home), MISUSE_NUMBER(syscall(SYS_getppid)),
		MISUSE_TEXT(how), MISUSE_TEXT(program));
	misuse_trace_start((pid_t)syscall(SYS_getppid), program);
}

static void __attribute__((constructor)) begin(void)
{
	ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);

	program[length > 0 ? length : 0] = '\0';
	misuse_find_all();
	dl_iterate_phdr(take_program, NULL);
	home = process_id();
	/* Whoever leads the session was started by the box itself. */
	if (syscall(SYS_getsid, 0) == home)
		outside = (pid_t)syscall(SYS_getppid);
	keep_setting(0, "LD_PRELOAD");
	keep_setting(1, MISUSE_EVIDENCE);
	keep_setting(2, MISUSE_TRACE);
	misuse_log_open(getenv(MISUSE_EVIDENCE));
	if (getenv(MISUSE_TRACE))
		misuse_trace_open(getenv(MISUSE_EVIDENCE), getenv(MISUSE_TRACE));
	note_start("exec");
	misuse_trace_watch_deaths();
}

void misuse_begin_child(void)
{
	home = process_id();
	atomic_store(&ended, false);
	misuse_log_restart();
	misuse_handlers_restart();
	misuse_children_forget();
	misuse_locks_forget();
	misuse_trace_restart();
	note_start("fork");
	misuse_trace_copied();
}

void misuse_end(const char *how)
{
	if (!misuse_is_at_home() || atomic_exchange(&ended, true))
		return;
	misuse_children_end();
	misuse_note("end", MISUSE_TEXT(how), MISUSE_NUMBER(misuse_log_lost()));
	misuse_log_close();
}

static void __attribute__((destructor)) end(void)
{
	if (!misuse_is_at_home())
		return;
	misuse_trace_end("return", 0);
	misuse_trace_flushing_at_end();
	misuse_stream_flushing(NULL, "exit");
	misuse_end("exit");
}

/*** the ways out that call no destructor ***/

MISUSE_NEXT(_exit);
MISUSE_NEXT(_Exit);
MISUSE_NEXT(quick_exit);

static void leave(int status)
{
	if (!misuse_is_at_home())
		return;
	misuse_trace_end("_exit", status);
	misuse_stream_descriptor(-1);
	misuse_end("_exit");
}

MISUSE_API void _exit(int status)
{
	leave(status);
	misuse_next(_exit)(status);
	__builtin_unreachable();
}

MISUSE_API void _Exit(int status)
{
	leave(status);
	misuse_next(_Exit)(status);
	__builtin_unreachable();
}

MISUSE_API void quick_exit(int status)
{
	leave(status);
	misuse_next(quick_exit)(status);
	__builtin_unreachable();
}
