#include "harness/report/outcome_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* `words` may hold one %s for what stands between the brackets. */
struct outcome_word {
	const char *name;
	const char *words;
	const char *remark; /* NULL: no fault by itself */
};

static const struct outcome_word table[] = {
	{ "RUNNING", "it has not ended", NULL },
	{ "EXITED", "it ends by itself with exit status %s", NULL },
	{ "SIGNALLED", "killed by signal %s", "killed by signal %s" },
	{ "DEADLOCKED", "every task waits, and nobody is left who could end the wait", "deadlock" },
	{ "SPINNING", "it uses CPU time without getting any further", "spins" },
	{ "CPU_LIMIT", "it used more CPU time than a run may use", "CPU limit" },
	{ "WALL_LIMIT", "it did not come to an end in the time for a run", "time limit" },
	{ "MEMORY_LIMIT", "it used more memory than a run may use", "memory limit" },
	{ "OUTPUT_LIMIT", "it printed more than a run may print", "output limit" },
	{ "PROCESS_LIMIT", "it started more processes than a run may have", "process limit" },
	{ "DENIED", "it used %s, which this assignment does not allow", "uses %s" },
	{ "NOT_STARTED", "the program could not be started", "not started" },
};

/* The entry for "NAME" or "NAME(VALUE)"; `value` gets what the brackets hold. */
static const struct outcome_word *look_up(const char *outcome, struct buf *value)
{
	size_t length = strcspn(outcome, "(");

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		size_t inner;

		if (strlen(table[i].name) != length || strncmp(table[i].name, outcome, length) != 0)
			continue;
		if (outcome[length] == '\0')
			return &table[i];
		inner = strcspn(outcome + length + 1, "()\n");
		if (strcmp(outcome + length + 1 + inner, ")") != 0)
			return NULL;
		buf_add(value, outcome + length + 1, inner);
		return &table[i];
	}
	return NULL;
}

/* Turns "11" into "11, SIGSEGV" and leaves what is no signal. */
static void name_signal(struct buf *value)
{
	const char *name = sigabbrev_np(atoi(value->data));

	if (name)
		buf_printf(value, ", SIG%s", name);
}

static void fill(struct buf *into, const char *words, const char *value)
{
	const char *gap = strstr(words, "%s");

	if (!gap) {
		buf_adds(into, words);
		return;
	}
	buf_add(into, words, (size_t)(gap - words));
	buf_adds(into, value);
	buf_adds(into, gap + 2);
}

void outcome_words(struct buf *into, const char *outcome)
{
	cleanup_buf struct buf value = BUF_INIT;
	const struct outcome_word *word = look_up(outcome, &value);

	if (!word)
		return;
	if (strcmp(word->name, "SIGNALLED") == 0)
		name_signal(&value);
	fill(into, word->words, value.data);
}

void outcome_remark(struct buf *into, const char *outcome)
{
	cleanup_buf struct buf value = BUF_INIT;
	const struct outcome_word *word = look_up(outcome, &value);
	const char *name;

	if (!word || !word->remark)
		return;
	name = strcmp(word->name, "SIGNALLED") == 0 ? sigabbrev_np(atoi(value.data)) : NULL;
	if (name)
		buf_printf(into, "SIG%s", name);
	else
		fill(into, word->remark, value.data);
}
