#include "harness/report/explain_run.h"

#include <string.h>

#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/report/columns.h"
#include "harness/report/evidence.h"
#include "harness/report/outcome_words.h"
#include "harness/report/refused.h"

/* How much of each kind of evidence is shown; the rest is in the JSON. */
enum {
	MOST_LINES = 12, /* of an output */
	MOST_COLUMNS = 600, /* of a text without line breaks */
	MOST_WAITS = 4,
	MOST_CALLERS = 2,
	MOST_PEERS = 4,
};

void explain_sentence(struct buf *into, const char *text)
{
	size_t length = strlen(text);

	while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == ' '))
		length--;
	buf_add(into, text, length);
	if (length > 0 && !strchr(".!?:", text[length - 1]))
		buf_addch(into, '.');
}

static void sentence(const struct paper *paper, const char *label, const char *prefix,
	const char *text, enum paper_ink ink)
{
	cleanup_buf struct buf whole = BUF_INIT;

	if (!*text)
		return;
	buf_adds(&whole, prefix);
	explain_sentence(&whole, text);
	paper_labelled(paper, label, whole.data, ink);
}

/* A student's text may be one line of a megabyte. */
static void clip(struct buf *into, const char *text)
{
	size_t length = strlen(text);
	size_t fits = columns_fit(text, length, MOST_COLUMNS);

	buf_add(into, text, fits);
	if (fits < length)
		buf_adds(into, " …");
}

/* "EXITED(0)" alone tells little in the first week of a course. */
static void put_value(
	const struct paper *paper, const char *label, const char *prefix, const char *value)
{
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_buf struct buf words = BUF_INIT;

	outcome_words(&words, value);
	buf_adds(&text, prefix);
	clip(&text, *value ? value : "(nothing)");
	if (words.length)
		buf_printf(&text, " – %s", words.data);
	paper_labelled(paper, label, text.data, INK_PLAIN);
}

static void put_expectation(const struct paper *paper, const json_t *unmet)
{
	const char *expected = jsonl_string(unmet, "expected", "");
	const char *seen = jsonl_string(unmet, "seen", "");

	paper_labelled(paper, "Checked:", jsonl_string(unmet, "what", ""), INK_PLAIN);
	if (strchr(expected, '\n') || strchr(seen, '\n')) {
		paper_block(paper, "Expected:", expected, seen, MOST_LINES);
		paper_block(paper, "Seen:", seen, expected, MOST_LINES);
		paper_labelled(paper, "",
			strstr(seen, " \n") || text_ends(seen, " ")
				? "(> marks lines that differ, ␣ a blank at the end of one)"
				: "(> marks lines that differ)",
			INK_FAINT);
		return;
	}
	put_value(paper, "Expected:", "", expected);
	put_value(paper, "Seen:", "", seen);
}

static void add_place(struct buf *into, const json_t *frame)
{
	const char *function = jsonl_string(frame, "function", "");

	buf_printf(into, "%s:%u", jsonl_string(frame, "file", ""),
		(unsigned)jsonl_number(frame, "line", 0));
	if (*function)
		buf_printf(into, ", in %s()", function);
}

/* The frames of the student's files that led to the first one. */
static void put_callers(const struct paper *paper, const json_t *wait, const json_t *first)
{
	const json_t *frame;
	unsigned count = 0;
	bool below = false;
	size_t i;

	json_array_foreach(json_object_get(wait, "frames"), i, frame)
	{
		cleanup_buf struct buf text = BUF_INIT;

		if (below && *jsonl_string(frame, "file", "") &&
			jsonl_number(frame, "line", 0) > 0 && count++ < MOST_CALLERS) {
			buf_adds(&text, "called from ");
			add_place(&text, frame);
			paper_labelled(paper, "", text.data, INK_FAINT);
		}
		below = below || frame == first;
	}
}

static void put_wait(const struct paper *paper, const json_t *wait)
{
	const json_t *frame = evidence_frame(wait);
	const char *on = jsonl_string(wait, "on", "");
	const char *task = jsonl_string(wait, "task", "");
	cleanup_buf struct buf text = BUF_INIT;

	if (frame) {
		add_place(&text, frame);
		buf_adds(&text, ": ");
	}
	buf_printf(&text, "%s waits in %s()%s%s.", *task ? task : jsonl_string(wait, "peer", "it"),
		jsonl_string(wait, "call", ""), *on ? " on " : "", on);
	paper_labelled(paper, frame ? "Where:" : "Waits:", text.data, INK_PLAIN);
	put_callers(paper, wait, frame);
	sentence(paper, "", "", jsonl_string(wait, "why", ""), INK_PLAIN);
	sentence(paper, "", "→ ", jsonl_string(wait, "advice", ""), INK_STRONG);
}

/* Whether an earlier wait stands at the same line in the same call. */
static bool waits_there_too(const json_t *waits, size_t index)
{
	const json_t *wait = json_array_get(waits, index);
	const json_t *frame = evidence_frame(wait);

	for (size_t i = 0; frame && i < index; i++) {
		const json_t *other = evidence_frame(json_array_get(waits, i));

		if (other && jsonl_number(other, "line", 0) == jsonl_number(frame, "line", 0) &&
			strcmp(jsonl_string(other, "file", ""), jsonl_string(frame, "file", "")) ==
				0)
			return true;
	}
	return false;
}

/* Each place once: fifty children of one loop wait at one line for one reason. */
static void put_waits(const struct paper *paper, const json_t *waits)
{
	cleanup_buf struct buf more = BUF_INIT;
	const json_t *wait;
	size_t shown = 0;
	size_t i;

	json_array_foreach(waits, i, wait)
	{
		if (shown == MOST_WAITS || waits_there_too(waits, i))
			continue;
		put_wait(paper, wait);
		shown++;
	}
	if (json_array_size(waits) == shown)
		return;
	buf_printf(&more, "… and %zu more %s as well.", json_array_size(waits) - shown,
		json_array_size(waits) - shown == 1 ? "waits" : "wait");
	paper_labelled(paper, "", more.data, INK_FAINT);
}

/* An argument as it would be typed at a shell. */
static void add_argument(struct buf *into, const char *argument)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "-_./:=,+@%";

	if (into->length)
		buf_addch(into, ' ');
	if (*argument && argument[strspn(argument, plain)] == '\0') {
		buf_adds(into, argument);
		return;
	}
	buf_addch(into, '\'');
	for (const char *c = argument; *c; c++) {
		if (*c == '\'')
			buf_adds(into, "'\\''");
		else
			buf_addch(into, *c);
	}
	buf_addch(into, '\'');
}

static void put_command(const struct paper *paper, const json_t *peer)
{
	const json_t *argv = json_object_get(peer, "argv");
	cleanup_buf struct buf command = BUF_INIT;
	cleanup_buf struct buf text = BUF_INIT;
	const json_t *argument;
	size_t i;

	if (json_array_size(argv) < 2)
		return;
	json_array_foreach(argv, i, argument) if (json_is_string(argument))
		add_argument(&command, json_string_value(argument));
	clip(&text, command.data);
	paper_labelled(paper, "Started:", text.data, INK_FAINT);
}

static void put_errors(const struct paper *paper, const json_t *peer)
{
	const char *errors = jsonl_string(peer, "stderr", "");
	cleanup_buf struct buf lead = BUF_INIT;
	cleanup_buf struct buf text = BUF_INIT;

	if (!*errors)
		return;
	buf_printf(&lead, "%s printed on standard error:", jsonl_string(peer, "name", "It"));
	clip(&text, errors);
	paper_labelled(paper, "Messages:", lead.data, INK_PLAIN);
	paper_block(paper, "", text.data, NULL, MOST_LINES);
}

/* How the peer ended, unless the expectation tells that. */
static void put_outcome(const struct paper *paper, const json_t *peer, const char *seen)
{
	const char *outcome = jsonl_string(peer, "outcome", "");
	const char *cause = jsonl_string(peer, "cause", "");
	cleanup_buf struct buf text = BUF_INIT;

	if (!evidence_is_fault(outcome) || text_starts(seen, outcome))
		return;
	buf_printf(&text, "%s ", jsonl_string(peer, "name", ""));
	if (*cause)
		buf_adds(&text, cause);
	else
		outcome_words(&text, outcome);
	sentence(paper, "Ended:", "", text.data, INK_PLAIN);
}

/* Calls that the seccomp filter refused: they explain most of what comes after. */
static void put_denied(const struct paper *paper, const json_t *denied)
{
	const json_t *entry;
	size_t i;

	json_array_foreach(denied, i, entry)
	{
		cleanup_buf struct buf line = BUF_INIT;

		refused_line(entry, &line);
		paper_labelled(paper, i == 0 ? "Refused:" : "", line.data, INK_PLAIN);
	}
}

static void put_peers(const struct paper *paper, const json_t *record, const char *seen)
{
	bool waits = json_array_size(json_object_get(record, "waits")) > 0;
	const json_t *peer;
	size_t i;

	json_array_foreach(json_object_get(record, "peers"), i, peer)
	{
		if (i >= MOST_PEERS || !strcmp(jsonl_string(peer, "program", ""), "reference"))
			continue;
		/* The waits tell the cause of a deadlock better than the peers do. */
		if (!waits)
			put_outcome(paper, peer, seen);
		put_errors(paper, peer);
	}
}

void explain_run(const struct paper *paper, const struct observation *observation)
{
	const json_t *unmet = evidence_unmet(observation);

	if (unmet)
		put_expectation(paper, unmet);
	else
		sentence(paper, "Seen:", "", observation->reason, INK_PLAIN);
	put_denied(paper, json_object_get(observation->record, "denied"));
	put_waits(paper, json_object_get(observation->record, "waits"));
	put_peers(paper, observation->record, jsonl_string(unmet, "seen", ""));
}

void explain_commands(const struct paper *paper, const struct observation *observation)
{
	const json_t *peer;
	size_t i;

	json_array_foreach(json_object_get(observation->record, "peers"), i,
		peer) if (i < MOST_PEERS && strcmp(jsonl_string(peer, "program", ""),
						    "reference") != 0) put_command(paper, peer);
}

void explain_origin(const struct paper *paper, const struct report *report,
	const struct observation *observation)
{
	const struct finding *finding = evidence_origin(report, observation);
	cleanup_buf struct buf place = BUF_INIT;
	cleanup_buf struct buf message = BUF_INIT;
	cleanup_buf struct buf hint = BUF_INIT;

	if (!finding)
		return;
	buf_printf(&place, "%s:%u", finding->file, finding->line);
	if (*finding->function)
		buf_printf(&place, ", in %s()", finding->function);
	paper_labelled(paper, "Where:", place.data, INK_STRONG);
	explain_sentence(&message, finding->message);
	paper_labelled(paper, "", message.data, INK_PLAIN);
	if (!*finding->hint)
		return;
	buf_adds(&hint, "→ ");
	explain_sentence(&hint, finding->hint);
	paper_labelled(paper, "", hint.data, INK_STRONG);
}
