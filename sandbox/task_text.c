#include "sandbox/task_text.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The number behind "Name:" in a status file, 0 when it is not there. */
static unsigned long long number(const char *status, const char *name, int base)
{
	const char *line = strstr(status, name);

	return line ? strtoull(line + strlen(name), NULL, base) : 0;
}

/* Not by scanf(3), to which a tab stands for any blanks: a name may be empty or begin with one. */
static void take_name(const char *status, struct task *task)
{
	static const char before[] = "Name:\t";

	if (strncmp(status, before, strlen(before)) == 0)
		snprintf(task->name, sizeof(task->name), "%.*s",
			(int)strcspn(status + strlen(before), "\n"), status + strlen(before));
}

void task_text_status(const char *text, struct task *task)
{
	const char *state = strstr(text, "\nState:\t");

	take_name(text, task);
	task->state = state ? state[8] : '?';
	task->ppid = (pid_t)number(text, "\nPPid:", 10);
	task->memory_kib = (long)number(text, "\nVmRSS:", 10);
	task->sleeps = number(text, "\nvoluntary_ctxt_switches:", 10);
	task->switches = task->sleeps + number(text, "\nnonvoluntary_ctxt_switches:", 10);
	task->blocked = number(text, "\nSigBlk:", 16);
	task->unanswered = number(text, "\nSigPnd:", 16) | number(text, "\nShdPnd:", 16);
	task->pending = task->unanswered & ~task->blocked;
	task->caught = number(text, "\nSigCgt:", 16);
}

/* "NUMBER 0xARG … 0xSP 0xPC", "-1 0xSP 0xPC" or "running". */
void task_text_syscall(const char *text, struct task *task)
{
	char *rest;
	long call;

	task->call = -1;
	if (!isdigit((unsigned char)text[0]))
		return;
	call = strtol(text, &rest, 10);
	if (call > INT_MAX)
		return;
	task->call = (int)call;
	for (int i = 0; i < 6; i++)
		task->arguments[i] = strtoul(rest, &rest, 16);
	task->stack = strtoul(rest, &rest, 16);
	task->counter = strtoul(rest, &rest, 16);
}

unsigned long long task_text_ticks(const char *text)
{
	/* The name may hold anything, blanks and brackets too. */
	const char *after = strrchr(text, ')');
	unsigned long ticks[4];

	if (!after ||
		sscanf(after + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %lu %lu",
			&ticks[0], &ticks[1], &ticks[2], &ticks[3]) != 4)
		return 0;
	return (unsigned long long)ticks[0] + ticks[1] + ticks[2] + ticks[3];
}

unsigned long long task_text_own_ticks(const char *text)
{
	const char *after = strrchr(text, ')');
	unsigned long ticks[2];

	if (!after || sscanf(after + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
			      &ticks[0], &ticks[1]) != 2)
		return 0;
	return (unsigned long long)ticks[0] + ticks[1];
}

unsigned long long task_text_bytes(const char *text)
{
	return strtoull(text + strcspn(text, "0123456789"), NULL, 10) +
	       number(text, "\nwchar:", 10);
}

unsigned long long task_text_youngest(const char *text)
{
	const char *last = strrchr(text, ' ');

	return last ? strtoull(last, NULL, 10) : 0;
}

/* Clocks that stand still while nobody runs: CPU time, also of other processes (negative). */
static bool stands_still(long clock)
{
	return clock < 0 || clock == CLOCK_PROCESS_CPUTIME_ID || clock == CLOCK_THREAD_CPUTIME_ID;
}

size_t task_text_timers(const char *text, int *ret, size_t room)
{
	size_t count = 0;

	for (const char *at = text; (at = strstr(at, "ID: ")) && count < room; at++) {
		const char *notify = strstr(at, "\nnotify: ");
		const char *clock = strstr(at, "\nClockID: ");

		if (at != text && at[-1] != '\n') /* of "ClockID: " */
			continue;
		if (!notify || !clock)
			break;
		if (strncmp(notify + strlen("\nnotify: "), "none/", 5) != 0 &&
			!stands_still(strtol(clock + strlen("\nClockID: "), NULL, 10)))
			ret[count++] = (int)strtol(at + strlen("ID: "), NULL, 10);
	}
	return count;
}

bool task_text_timer_armed(const char *text)
{
	const char *value = strstr(text, "it_value: (");

	return value && strncmp(value, "it_value: (0, 0)", 16) != 0;
}
