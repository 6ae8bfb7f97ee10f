#include "sandbox/outcome.h"

#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a kind's value is, to print it. */
enum value { VALUE_NONE, VALUE_NUMBER, VALUE_CALL };

static const struct kind {
	const char *name;
	const char *sentence; /* %s: the value as text */
	enum value value;
	int part_of_it; /* the value tells two outcomes of this kind apart */
} kinds[] = {
	[OUTCOME_RUNNING] = { "RUNNING", "is still running", VALUE_NONE, 0 },
	[OUTCOME_EXITED] = { "EXITED", "ended with exit status %s", VALUE_NUMBER, 1 },
	[OUTCOME_SIGNALLED] = { "SIGNALLED", "was killed by signal %s", VALUE_NUMBER, 1 },
	[OUTCOME_DEADLOCKED] = { "DEADLOCKED", "waits for ever", VALUE_NONE, 0 },
	[OUTCOME_SPINNING] = { "SPINNING",
		"used up its limit of %s ms of CPU time without making progress", VALUE_NUMBER, 0 },
	[OUTCOME_CPU_LIMIT] = { "CPU_LIMIT", "used more than %s ms of CPU time", VALUE_NUMBER, 0 },
	[OUTCOME_WALL_LIMIT] = { "WALL_LIMIT", "did not end within %s ms", VALUE_NUMBER, 0 },
	[OUTCOME_MEMORY_LIMIT] = { "MEMORY_LIMIT", "used more than %s MiB of memory", VALUE_NUMBER,
		0 },
	[OUTCOME_OUTPUT_LIMIT] = { "OUTPUT_LIMIT", "printed more than %s KiB", VALUE_NUMBER, 0 },
	[OUTCOME_PROCESS_LIMIT] = { "PROCESS_LIMIT", "had %s processes and threads at once",
		VALUE_NUMBER, 0 },
	[OUTCOME_DENIED] = { "DENIED", "used the system call %s, which is not allowed here",
		VALUE_CALL, 1 },
	[OUTCOME_NOT_STARTED] = { "NOT_STARTED", "could not be started: %s", VALUE_NUMBER, 1 },
};

const char *outcome_name(enum outcome_kind kind)
{
	return kinds[kind].name;
}

static void print_value(struct outcome outcome, char *text, size_t room)
{
	char *call;

	if (outcome.kind == OUTCOME_NOT_STARTED) {
		snprintf(text, room, "%s", strerror(outcome.value));
	} else if (kinds[outcome.kind].value == VALUE_CALL) {
		call = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, outcome.value);
		/* Newer than the library: the number is better than nothing. */
		if (call)
			snprintf(text, room, "%s", call);
		else
			snprintf(text, room, "call %d", outcome.value);
		free(call);
	} else {
		snprintf(text, room, "%d", outcome.value);
	}
}

const char *outcome_text(struct outcome outcome, char text[OUTCOME_TEXT_MAX])
{
	char value[OUTCOME_TEXT_MAX - 20];

	print_value(outcome, value, sizeof(value));
	if (kinds[outcome.kind].part_of_it)
		snprintf(text, OUTCOME_TEXT_MAX, "%s(%s)", kinds[outcome.kind].name, value);
	else
		snprintf(text, OUTCOME_TEXT_MAX, "%s", kinds[outcome.kind].name);
	return text;
}

const char *outcome_sentence(struct outcome outcome, char *text, size_t room)
{
	const char *sentence = kinds[outcome.kind].sentence;
	const char *hole = strstr(sentence, "%s");
	char value[OUTCOME_TEXT_MAX];

	print_value(outcome, value, sizeof(value));
	if (!hole)
		snprintf(text, room, "%s", sentence);
	else if (outcome.kind == OUTCOME_SIGNALLED)
		snprintf(text, room, "was killed by signal %d (SIG%s)", outcome.value,
			sigabbrev_np(outcome.value) ? sigabbrev_np(outcome.value) : "?");
	else
		snprintf(text, room, "%.*s%s%s", (int)(hole - sentence), sentence, value, hole + 2);
	return text;
}

int outcome_equal(struct outcome a, struct outcome b)
{
	return a.kind == b.kind && (!kinds[a.kind].part_of_it || a.value == b.value);
}
