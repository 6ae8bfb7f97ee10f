/*
 * Which line a wrong exit status comes from.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "harness/analyse/origin_telling.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"

static int exit_status(const char *outcome)
{
	return text_starts(outcome, "EXITED(") ? atoi(outcome + strlen("EXITED(")) : -1;
}

static bool is_argument(const struct telling *telling, const char *text)
{
	size_t i;
	json_t *word;

	json_array_foreach(json_object_get(telling->peer, "argv"), i,
		word) if (i > 0 && json_is_string(word) &&
			  strcmp(json_string_value(word), text) == 0) return true;
	return false;
}

static bool is_decimal(const char *text)
{
	const char *digits = text + (*text == '-' || *text == '+');

	return *digits && digits[strspn(digits, "0123456789")] == '\0';
}

/* "0042" and "+42" are 42. */
static bool is_value(const char *text, const char *value)
{
	bool negative = *text == '-';

	text += negative || *text == '+';
	text += strspn(text, "0");
	if (!*text)
		return strcmp(value, "0") == 0;
	return negative == (*value == '-') && strcmp(text, value + negative) == 0;
}

/* Whether the number is another one than what the text says; its type may lack a sign. */
static bool is_misread(const struct trace_event *number)
{
	cleanup_free char *with_sign = xasprintf("%lld", number->value);
	cleanup_free char *without = xasprintf("%llu", (unsigned long long)number->value);

	if (number->length == 0 || number->length < strlen(number->text))
		return true;
	return is_decimal(number->text) && !is_value(number->text, with_sign) &&
	       !is_value(number->text, without);
}

/* An argument that is no number, or none that fits, and was taken for one. */
static bool tell_misread(const struct telling *telling, const struct trace_log *log)
{
	const struct trace_event *found = NULL;
	const struct place *place;
	cleanup_buf struct buf text = BUF_INIT;

	for (size_t i = 0; i < log->count && !found; i++)
		if (log->events[i].kind == TRACE_NUMBER &&
			is_argument(telling, log->events[i].text) && is_misread(&log->events[i]))
			found = &log->events[i];
	place = found ? origin_innermost(telling->run, found) : NULL;
	if (!place)
		return false;
	buf_adds(&text, "The argument \"");
	text_escape(&text, found->text, strlen(found->text), ORIGIN_SHOWN);
	buf_adds(&text, "\" was read by ");
	trace_add_call(&text, telling->run, found);
	buf_printf(&text, ": it made %lld of it", found->value);
	if (found->length < strlen(found->text)) {
		buf_adds(&text, ", and stopped before \"");
		text_escape(&text, found->text + found->length, strlen(found->text + found->length),
			ORIGIN_SHOWN);
		buf_addch(&text, '"');
	}
	buf_printf(&text,
		". The program went on as if that were right, and ended with exit status %d.",
		exit_status(jsonl_string(telling->run->unmet, "seen", "")));
	origin_add(telling, place,
		&(struct words){ "wrong-status", text.data,
			"Use strtol(), look where it stopped and whether errno is ERANGE, and "
			"compare with the range that is allowed.",
			"strtol(3)" });
	return true;
}

/* An argument behind whose conversion nothing was done but to print and to end. */
static const struct trace_event *last_number(
	const struct telling *telling, const struct trace_log *log)
{
	const struct trace_event *number = origin_last(log, TRACE_NUMBER);

	if (!number || !is_argument(telling, number->text))
		return NULL;
	for (const struct trace_event *e = number + 1; e < log->events + log->count; e++)
		if (e->kind != TRACE_PUT && e->kind != TRACE_FLUSH && e->kind != TRACE_END)
			return NULL;
	return number;
}

static bool tell_refused(const struct telling *telling, const struct trace_log *log)
{
	const struct trace_event *number = last_number(telling, log);
	const struct place *place = number ? trace_telling_frame(telling->run, number) : NULL;
	cleanup_buf struct buf text = BUF_INIT;

	if (!place)
		return false;
	origin_add_end(&text, telling->run, log);
	buf_printf(&text,
		" with exit status %d. The last that it did before, but for messages, was to read "
		"the argument \"",
		exit_status(jsonl_string(telling->run->unmet, "seen", "")));
	text_escape(&text, number->text, strlen(number->text), ORIGIN_SHOWN);
	buf_adds(&text, "\": ");
	trace_add_call(&text, telling->run, number);
	buf_adds(&text, ". This command line is allowed.");
	origin_add(telling, place,
		&(struct words){ "wrong-status", text.data,
			"Compare what is allowed here with what the handout allows.", "" });
	return true;
}

/* "EXITED(1) (ended with exit status 1)" and the like, in fewer words. */
static void add_expected(struct buf *text, const char *expected)
{
	int status = exit_status(expected);

	if (status >= 0)
		buf_printf(text, "exit status %d", status);
	else
		text_escape(text, expected, strlen(expected), ORIGIN_SHOWN);
}

/* A child that failed, of which the status was fetched. */
static const struct trace_event *failed_child(const struct trace_log *log)
{
	for (size_t i = 0; i < log->count; i++)
		if (log->events[i].kind == TRACE_WAITED && log->events[i].status != 0)
			return &log->events[i];
	return NULL;
}

/* A child's failure that was told, and not passed on. */
static bool tell_ignored(const struct telling *telling, const struct trace_log *log)
{
	const struct trace_event *waited = failed_child(log);
	const struct place *place = waited ? origin_innermost(telling->run, waited) : NULL;
	cleanup_buf struct buf text = BUF_INIT;

	if (!place)
		return false;
	trace_add_call(&text, telling->run, waited);
	buf_adds(&text, ", told that ");
	trace_add_process(&text, telling->run, waited->number);
	if (WIFSIGNALED(waited->status))
		buf_printf(&text, " had been ended by signal %d", WTERMSIG(waited->status));
	else
		buf_printf(&text, " had ended with status %d", WEXITSTATUS(waited->status));
	buf_adds(&text, ". All the same ");
	origin_add_end(&text, telling->run, log);
	buf_adds(&text, " with status 0.");
	origin_add(telling, place,
		&(struct words){ "wrong-status", text.data,
			"Look at the status of each child: WIFEXITED() and WEXITSTATUS() must both "
			"say that all went well.",
			"wait(2)" });
	return true;
}

static void tell_end(const struct telling *telling, const struct trace_log *log)
{
	const struct trace_event *end = origin_last(log, TRACE_END);
	const struct place *place = end ? origin_innermost(telling->run, end) : NULL;
	const char *expected = jsonl_string(telling->run->unmet, "expected", "");
	cleanup_buf struct buf text = BUF_INIT;

	if (!place)
		return;
	origin_add_end(&text, telling->run, log);
	buf_printf(&text, " with status %d, where ",
		exit_status(jsonl_string(telling->run->unmet, "seen", "")));
	add_expected(&text, expected);
	buf_adds(&text, " was expected.");
	if (origin_ended_by(end, "return")) {
		struct trace_event call = *end;

		call.call = end->ending;
		buf_adds(&text, " The last call that was seen before: ");
		trace_add_call(&text, telling->run, &call);
		buf_addch(&text, '.');
	}
	origin_add(telling, place,
		&(struct words){ "wrong-status", text.data,
			"Look how the program comes to end there with this status.", "exit(3)" });
}

static bool wants_failure(const struct telling *telling)
{
	const char *expected = jsonl_string(telling->run->unmet, "expected", "");

	return exit_status(expected) > 0 || text_starts(expected, "an exit status other than 0");
}

void origin_tell_status(const struct telling *telling)
{
	const struct trace_log *log = trace_log_of(telling->run, telling->pid);
	int seen = exit_status(jsonl_string(telling->run->unmet, "seen", ""));
	int expected = exit_status(jsonl_string(telling->run->unmet, "expected", ""));

	if (!log || seen < 0 || origin_last(log, TRACE_OVER))
		return;
	if (seen == 0 && wants_failure(telling) && tell_misread(telling, log))
		return;
	if (expected == 0 && tell_refused(telling, log))
		return;
	if (seen == 0 && wants_failure(telling) && tell_ignored(telling, log))
		return;
	tell_end(telling, log);
}
