/*
 * origin: which line wrote the first wrong byte of an output, and where a process ended whose exit
 * status was wrong.
 *
 * What was wrong is said by the plain run; this tells where it came from, by the same run
 * when it was traced (trace.h).  No item asks for these kinds of finding.
 */
#include "harness/analyse/origin.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "harness/analyse/origin_stream.h"
#include "harness/analyse/trace.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"

static const char *const kinds[] = { "wrong-output", "wrong-status", NULL };

/* What is shown of a text of the submission's. */
enum { SHOWN = 60 };

/* One run, and what is made of it. */
struct telling {
	const struct analysis *in;
	const struct trace_run *run;
	int pid; /* the peer's that the expectation is about */
	const json_t *peer;
	struct findings *out;
};

/* What a finding has beside its place. */
struct words {
	const char *kind, *message, *hint, *read;
};

static void add(const struct telling *telling, const struct place *place, const struct words *words)
{
	findings_add(
		telling->out, &(struct finding){
				      .analyser = (char *)(uintptr_t) "origin",
				      .kind = (char *)(uintptr_t)words->kind,
				      .file = place->file,
				      .line = place->line,
				      .function = place->function,
				      .message = (char *)(uintptr_t)words->message,
				      .hint = (char *)(uintptr_t)words->hint,
				      .read = (char *)(uintptr_t)words->read,
				      .scenario = (char *)(uintptr_t)telling->run->plain->scenario,
				      .confirmed = true,
			      });
}

static const struct trace_event *find_last(const struct trace_log *log, enum trace_kind kind)
{
	for (size_t i = log ? log->count : 0; i > 0; i--)
		if (log->events[i - 1].kind == kind)
			return &log->events[i - 1];
	return NULL;
}

static const struct place *innermost(const struct trace_run *run, const struct trace_event *event)
{
	const struct place *frames[MISUSE_CHAIN];

	return trace_frames(run, event, frames) ? frames[0] : NULL;
}

/*** how a process ended ***/

static bool ended_by(const struct trace_event *end, const char *how)
{
	return end && strcmp(end->call, how) == 0;
}

/* "relay itself ended by return from main()" */
static void add_end(struct buf *text, const struct trace_run *run, const struct trace_log *log)
{
	const struct trace_event *end = find_last(log, TRACE_END);
	const struct trace_event *death = find_last(log, TRACE_DIED);

	trace_add_process(text, run, log->pid);
	if (death) {
		const struct place *place = innermost(run, death);

		buf_printf(text, " was ended by signal %d", death->number);
		if (place)
			buf_printf(text, " at %s:%u", place->file, place->line);
	} else if (ended_by(end, "return")) {
		buf_adds(text, " ended by return from main()");
	} else if (end) {
		buf_adds(text, " ended by ");
		trace_add_call(text, run, end);
	} else {
		buf_adds(text, " ended");
	}
}

/*** bytes that stayed in a buffer ***/

/* Ways to end that forget what is in the buffers; then nothing was noted as written. */
static bool forgets(const struct trace_log *log)
{
	const struct trace_event *end = find_last(log, TRACE_END);

	return !find_last(log, TRACE_OVER) &&
	       (ended_by(end, "_exit") || ended_by(end, "abort") || find_last(log, TRACE_DIED));
}

static bool tell_unwritten(
	const struct telling *telling, const struct trace_log *log, uint64_t inode)
{
	size_t length;
	struct origin origin = origin_unwritten(log, inode, &length);
	const struct place *place = origin.log ? innermost(telling->run, origin.event) : NULL;
	cleanup_buf struct buf text = BUF_INIT;

	if (!place)
		return false;
	buf_printf(&text, "%zu bytes that were printed by ", length);
	trace_add_call(&text, telling->run, origin.event);
	buf_adds(&text, ", were still in the stream's buffer when ");
	add_end(&text, telling->run, log);
	buf_adds(&text, ". What is in a buffer then is never written.");
	add(telling, place,
		&(struct words){ "wrong-output", text.data,
			"Call fflush(stdout) when all is printed, before the process ends by "
			"_exit().",
			"fflush(3), _exit(2)" });
	return true;
}

static bool tell_some_unwritten(const struct telling *telling, uint64_t inode)
{
	for (size_t i = 0; i < telling->run->count; i++)
		if (forgets(&telling->run->logs[i]) &&
			tell_unwritten(telling, &telling->run->logs[i], inode))
			return true;
	return false;
}

/*** bytes that are wrong ***/

struct printed {
	const char *bytes;
	size_t length;
	uint64_t inode;
	size_t offset, line;
	bool misplaced, only_case;
};

/* The line that has that byte, with its newline; false: it has none. */
static bool line_of(const struct printed *printed, size_t *ret_start, size_t *ret_length)
{
	size_t start = printed->offset;
	const char *newline =
		memchr(printed->bytes + start, '\n', printed->length - printed->offset);

	while (start > 0 && printed->bytes[start - 1] != '\n')
		start--;
	*ret_start = start;
	*ret_length = newline ? (size_t)(newline - printed->bytes) + 1 - start : 0;
	return newline != NULL;
}

/* One that was written before; short lines must be alike in those before or behind them, too. */
static struct origin find_line(
	const struct trace_run *run, const struct printed *printed, uint64_t before, bool any_case)
{
	enum { SHORTEST = 4, LONG_ENOUGH = 24 };
	struct origin_wanted wanted = { .any_case = any_case, .before = before };
	struct origin found = { .log = NULL };
	size_t start, length;

	if (!line_of(printed, &start, &length))
		return found;
	wanted.bytes = printed->bytes + start;
	wanted.length = length < SHORTEST ? LONG_ENOUGH : length;
	if (wanted.length <= printed->length - start)
		found = origin_of_line(run->logs, run->count, printed->inode, &wanted);
	if (found.log || length >= SHORTEST)
		return found;
	wanted.bytes = printed->bytes;
	wanted.length = start + length;
	wanted.first = true;
	wanted.from = start;
	return origin_of_line(run->logs, run->count, printed->inode, &wanted);
}

static bool is_whole(const struct trace_run *run)
{
	for (size_t i = 0; i < run->count; i++)
		if (find_last(&run->logs[i], TRACE_OVER))
			return false;
	return true;
}

/* Who wrote the wrong line before, to a pipe say: then whoever printed it only handed it on. */
static struct origin maker(const struct trace_run *run, const struct printed *printed,
	const struct origin *writer, bool *ret_exact)
{
	struct origin found = { .log = NULL };

	if (!printed->misplaced && is_whole(run))
		found = find_line(run, printed, writer->low, !printed->only_case);
	*ret_exact =
		found.event && find_line(run, printed, writer->low, false).event == found.event;
	return found;
}

static void add_wrong_line(struct buf *text, const struct printed *printed)
{
	size_t start, length;

	line_of(printed, &start, &length);
	if (length == 0)
		length = printed->length - start;
	else
		length--;
	buf_adds(text, " (\"");
	text_escape(text, printed->bytes + start, length < SHOWN ? length : SHOWN, SHOWN);
	buf_adds(text, length > SHOWN ? "…\")" : "\")");
}

static void tell_wrong(const struct telling *telling, const struct printed *printed)
{
	const struct trace_run *run = telling->run;
	struct origin writer = origin_of_byte(run->logs, run->count, printed->inode, printed->bytes,
		printed->length, printed->offset);
	struct origin made;
	const struct place *place;
	bool exact;
	cleanup_buf struct buf text = BUF_INIT;

	if (!writer.log)
		return;
	made = maker(run, printed, &writer, &exact);
	place = trace_telling_frame(run, made.log ? made.event : writer.event);
	if (!place)
		return;
	buf_printf(&text, "The first wrong byte is in line %zu", printed->line);
	add_wrong_line(&text, printed);
	if (made.log) {
		buf_adds(&text, ". The first that wrote this line, to another file, was ");
		trace_add_process(&text, run, made.log->pid);
		buf_printf(&text, "%s: ", exact ? "" : " (but for upper and lower case)");
		trace_add_call(&text, run, made.event);
		buf_adds(&text, ". To the standard output it was written by ");
	} else {
		buf_adds(&text, ". It was written by ");
	}
	trace_add_process(&text, run, writer.log->pid);
	buf_adds(&text, ": ");
	trace_add_call(&text, run, writer.event);
	buf_addch(&text, '.');
	add(telling, place,
		&(struct words){ "wrong-output", text.data,
			"Follow what this call is given back to where it comes from.", "" });
}

/*** bytes that are missing ***/

static void tell_missing(const struct telling *telling, const struct printed *printed)
{
	const struct trace_run *run = telling->run;
	const struct trace_log *log = trace_log_of(run, telling->pid);
	struct origin last = { .log = NULL };
	const struct place *place;
	cleanup_buf struct buf text = BUF_INIT;

	if (printed->length)
		last = origin_of_byte(run->logs, run->count, printed->inode, printed->bytes,
			printed->length, printed->length - 1);
	place = last.log ? trace_telling_frame(run, last.event) : NULL;
	if (!place || !log)
		return;
	buf_adds(&text, "Something is missing. The last that came out was written by ");
	trace_add_process(&text, run, last.log->pid);
	buf_adds(&text, ": ");
	trace_add_call(&text, run, last.event);
	buf_adds(&text, ". After that ");
	add_end(&text, run, log);
	buf_addch(&text, '.');
	add(telling, place,
		&(struct words){ "wrong-output", text.data,
			"Look why nothing more is written after this call.", "" });
}

static void tell_output(const struct telling *telling)
{
	const json_t *output = json_object_get(telling->run->unmet, "output");
	cleanup_free char *path = xasprintf("%s/tools/" TRACE_TOOL, telling->in->dir);
	cleanup_free char *flat = xstrdup(telling->run->plain->scenario);
	cleanup_free char *name = NULL;
	cleanup_buf struct buf bytes = BUF_INIT;
	enum { MOST = 4 << 20 };
	struct printed printed = {
		.inode = (uint64_t)jsonl_number(telling->peer, "stdout_inode", 0),
		.offset = (size_t)jsonl_number(output, "offset", 0),
		.line = (size_t)jsonl_number(output, "line", 0),
		.misplaced = jsonl_true(output, "misplaced"),
		.only_case = jsonl_true(output, "only_case"),
	};

	*strchrnul(flat, '/') = '.';
	name = xasprintf("%s/%s/%d.stdout", path, flat, telling->pid);
	if (!printed.inode || file_read(name, &bytes, MOST) < 0)
		return;
	printed.bytes = bytes.length ? bytes.data : "";
	printed.length = bytes.length;
	if (tell_some_unwritten(telling, printed.inode))
		return;
	if (printed.offset < printed.length)
		tell_wrong(telling, &printed);
	else
		tell_missing(telling, &printed);
}

/*** exit statuses ***/

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
static bool is_value(const char *text, long long value)
{
	cleanup_free char *canonical = xasprintf("%lld", value);
	bool negative = *text == '-';

	text += negative || *text == '+';
	text += strspn(text, "0");
	if (!*text)
		return value == 0;
	return negative == (*canonical == '-') && strcmp(text, canonical + negative) == 0;
}

/* Whether the number is another one than what the text says. */
static bool is_misread(const struct trace_event *number)
{
	return number->length < strlen(number->text) || !is_decimal(number->text) ||
	       !is_value(number->text, number->value);
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
	place = found ? innermost(telling->run, found) : NULL;
	if (!place)
		return false;
	buf_adds(&text, "The argument \"");
	text_escape(&text, found->text, strlen(found->text), SHOWN);
	buf_adds(&text, "\" was read by ");
	trace_add_call(&text, telling->run, found);
	buf_printf(&text, ": it made %lld of it", found->value);
	if (found->length < strlen(found->text)) {
		buf_adds(&text, ", and stopped before \"");
		text_escape(&text, found->text + found->length, strlen(found->text + found->length),
			SHOWN);
		buf_addch(&text, '"');
	}
	buf_adds(&text, ". Then the program went on, and ");
	add_end(&text, telling->run, log);
	buf_adds(&text, ", with another status than the one that says that its arguments are "
			"wrong.");
	add(telling, place,
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
	const struct trace_event *number = find_last(log, TRACE_NUMBER);

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
	add_end(&text, telling->run, log);
	buf_adds(&text, ", which says that the arguments are wrong. The last that it did before, "
			"but for messages, was to read \"");
	text_escape(&text, number->text, strlen(number->text), SHOWN);
	buf_adds(&text, "\" by ");
	trace_add_call(&text, telling->run, number);
	buf_adds(&text, ". All arguments of this command line are allowed.");
	add(telling, place,
		&(struct words){ "wrong-status", text.data,
			"Compare what is allowed here with what the handout allows.", "" });
	return true;
}

static int exit_status(const char *outcome)
{
	return text_starts(outcome, "EXITED(") ? atoi(outcome + strlen("EXITED(")) : -1;
}

/* "EXITED(1) (ended with exit status 1)" and the like, in fewer words. */
static void add_expected(struct buf *text, const char *expected)
{
	int status = exit_status(expected);

	if (status >= 0)
		buf_printf(text, "exit status %d", status);
	else
		text_escape(text, expected, strlen(expected), SHOWN);
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
	const struct place *place = waited ? innermost(telling->run, waited) : NULL;
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
	add_end(&text, telling->run, log);
	buf_adds(&text, " with status 0.");
	add(telling, place,
		&(struct words){ "wrong-status", text.data,
			"Look at the status of each child: WIFEXITED() and WEXITSTATUS() must both "
			"say that all went well.",
			"wait(2)" });
	return true;
}

static void tell_end(const struct telling *telling, const struct trace_log *log)
{
	const struct trace_event *end = find_last(log, TRACE_END);
	const struct place *place = end ? innermost(telling->run, end) : NULL;
	const char *expected = jsonl_string(telling->run->unmet, "expected", "");
	cleanup_buf struct buf text = BUF_INIT;

	if (!place)
		return;
	add_end(&text, telling->run, log);
	buf_printf(&text, " with status %d, where ",
		exit_status(jsonl_string(telling->run->unmet, "seen", "")));
	add_expected(&text, expected);
	buf_adds(&text, " was expected.");
	if (ended_by(end, "return")) {
		struct trace_event call = *end;

		call.call = end->ending;
		buf_adds(&text, " The last call that was seen before: ");
		trace_add_call(&text, telling->run, &call);
		buf_addch(&text, '.');
	}
	add(telling, place,
		&(struct words){ "wrong-status", text.data,
			"Look how the program comes to end there with this status.", "exit(3)" });
}

static void tell_status(const struct telling *telling)
{
	const struct trace_log *log = trace_log_of(telling->run, telling->pid);
	int seen = exit_status(jsonl_string(telling->run->unmet, "seen", ""));
	int expected = exit_status(jsonl_string(telling->run->unmet, "expected", ""));

	if (!log || seen < 0 || find_last(log, TRACE_OVER))
		return;
	if (expected != 0 && tell_misread(telling, log))
		return;
	if (expected == 0 && tell_refused(telling, log))
		return;
	if (seen == 0 && tell_ignored(telling, log))
		return;
	tell_end(telling, log);
}

/*** one run ***/

static const json_t *peer_of(const json_t *record, int pid)
{
	size_t i;
	json_t *peer;

	json_array_foreach(json_object_get(record, "peers"), i,
		peer) if ((int)jsonl_number(peer, "pid", 0) == pid &&
			  strcmp(jsonl_string(peer, "program", ""), "student") == 0) return peer;
	return NULL;
}

static void tell(const struct analysis *in, const struct trace_run *run, struct findings *out)
{
	struct telling telling = {
		.in = in,
		.run = run,
		.pid = (int)jsonl_number(run->unmet, "pid", 0),
		.out = out,
	};

	telling.peer = telling.pid ? peer_of(run->traced->record, telling.pid) : NULL;
	if (!telling.peer)
		return;
	if (json_object_get(run->unmet, "output"))
		tell_output(&telling);
	else if (text_starts(jsonl_string(run->unmet, "seen", ""), "EXITED("))
		tell_status(&telling);
}

static int analyse(const struct analysis *in, struct findings *out, struct buf *why)
{
	cleanup_free char *programs = file_join(in->dir, "build/plain");

	(void)why;
	for (size_t i = 0; i < in->observations->count; i++) {
		struct trace_run run;

		if (trace_run_load(in, &in->observations->list[i], programs, &run))
			tell(in, &run, out);
		trace_run_release(&run);
	}
	return 0;
}

REGISTRY_ADD(analysers, analyser) = {
	.name = "origin",
	.about = "the line that wrote a wrong output, or ended with a wrong status",
	.kinds = kinds,
	.analyse = analyse,
};

/*** deaths ***/

static int died_of(const char *outcome)
{
	return text_starts(outcome, "SIGNALLED(") ? atoi(outcome + strlen("SIGNALLED(")) : 0;
}

static void take_death(const struct trace_run *run, int number, int pid, struct origin_death *ret)
{
	const struct trace_event *death = find_last(trace_log_of(run, pid), TRACE_DIED);
	const struct place *place = death && death->number == number ? innermost(run, death) : NULL;
	const struct place *frames[MISUSE_CHAIN];
	struct buf text = BUF_INIT;
	size_t count;

	if (!place)
		return;
	count = trace_frames(run, death, frames);
	buf_printf(&text, " It died at %s:%u in %s()", place->file, place->line, place->function);
	for (size_t i = 1; i < count && i < 3; i++)
		buf_printf(&text, ", called from %s:%u in %s()", frames[i]->file, frames[i]->line,
			frames[i]->function);
	buf_addch(&text, '.');
	*ret = (struct origin_death){ xstrdup(place->file), place->line, xstrdup(place->function),
		buf_steal(&text) };
}

struct origin_death origin_death(const struct analysis *in, const struct observation *plain,
	const char *peer, const char *outcome)
{
	cleanup_free char *programs = file_join(in->dir, "build/plain");
	struct origin_death death = { .file = NULL };
	struct trace_run run;
	bool there = trace_run_load(in, plain, programs, &run);
	size_t i;
	json_t *other;

	json_array_foreach(there ? json_object_get(run.traced->record, "peers") : NULL, i, other)
	{
		if (!death.file && strcmp(jsonl_string(other, "name", ""), peer) == 0 &&
			strcmp(jsonl_string(other, "outcome", ""), outcome) == 0)
			take_death(
				&run, died_of(outcome), (int)jsonl_number(other, "pid", 0), &death);
	}
	trace_run_release(&run);
	return death;
}

void origin_death_release(struct origin_death *death)
{
	free(death->file);
	free(death->function);
	free(death->sentence);
	*death = (struct origin_death){ .file = NULL };
}
