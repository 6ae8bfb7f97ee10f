/*
 * Whose bytes: the kernel's, in /proc, but a task's name in them is the student's own.
 * Who reads them: sandbox/task_text.c, for every sample of the box.
 * What must hold: no name changes what is read of the rest; whatever a text is like, a task
 * with a name that ends, a state and a call comes out of it.
 *
 * The first 16 bytes are the name in a text that is otherwise the kernel's; all of them
 * are a text by themselves.
 *
 * Options: -max_len=2048
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "sandbox/task_text.h"
#include "tests/fuzz/fuzz.h"

enum { NAME = 15 };

/* As the kernel does for status: proc_task_name(), with newline and backslash escaped. */
static void escape(char *to, const char *name)
{
	for (; *name; name++)
		to += sprintf(to, *name == '\n' ? "\\n" : *name == '\\' ? "\\\\" : "%c", *name);
	*to = '\0';
}

static void check_status(const char *name)
{
	char escaped[2 * NAME + 1];
	char text[1024];
	struct task task = { .tid = 7 };

	escape(escaped, name);
	snprintf(text, sizeof(text),
		"Name:\t%s\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t7\nPid:\t7\nPPid:\t3\n"
		"VmRSS:\t    1234 kB\nSigPnd:\t0000000000000001\nShdPnd:\t0000000000000002\n"
		"SigBlk:\t0000000000000001\nSigIgn:\t0000000000000000\nSigCgt:\t0000000000002000\n"
		"voluntary_ctxt_switches:\t40\nnonvoluntary_ctxt_switches:\t2\n",
		escaped);
	task_text_status(text, &task);
	HOLDS(task.state == 'S' && task.ppid == 3 && task.memory_kib == 1234);
	HOLDS(task.switches == 42 && task.pending == 2 && task.caught == 0x2000);
	HOLDS(strncmp(task.name, escaped, strlen(task.name)) == 0);
	HOLDS(strlen(task.name) < sizeof(task.name));
}

static void check_stat(const char *name)
{
	char text[1024];

	snprintf(text, sizeof(text),
		"7 (%s) S 3 7 7 0 -1 4194560 113 0 0 0 11 22 33 44 20 0 1 0 1000 0 0\n", name);
	HOLDS(task_text_ticks(text) == 110);
}

static void check_any(const char *text)
{
	struct task task = { .tid = 7 };
	int timers[4];

	task_text_status(text, &task);
	HOLDS(strnlen(task.name, sizeof(task.name)) < sizeof(task.name));
	task_text_syscall(text, &task);
	HOLDS(task.call >= -1);
	task_has_timeout(&task);
	task_text_ticks(text);
	task_text_bytes(text);
	task_text_timer_armed(text);
	HOLDS(task_text_timers(text, timers, 4) <= 4);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *text = fuzz_string(data, size);
	char name[NAME + 1];

	snprintf(name, sizeof(name), "%s", text);
	check_status(name);
	check_stat(name);
	check_any(text);
	return 0;
}
