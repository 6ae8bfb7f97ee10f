#include "harness/cmd/explain_item.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/cmd/screen.h"
#include "harness/report/columns.h"
#include "harness/report/costs.h"
#include "harness/report/evidence.h"
#include "harness/report/explain.h"
#include "harness/report/explain_run.h"
#include "harness/report/outcome_words.h"

/* How much of an output is shown, how many commands, and how far things stand in. */
enum { MOST_LINES = 20, MOST_AGAIN = 5, INSET = 2 };

struct sign {
	const char *text;
	enum paper_ink ink;
};

static const struct sign signs[] = {
	[VERDICT_PASSED] = { "✓ ", INK_GOOD },
	[VERDICT_FAILED] = { "✗ ", INK_BAD },
	[VERDICT_SKIPPED] = { "– ", INK_SKIPPED },
	[VERDICT_BROKEN] = { "? ", INK_OURS },
};

/*** one run ***/

/* Expectations that were met, one a line; explain_run() tells the one that was not. */
static void put_met(const struct paper *paper, const json_t *expectations)
{
	const char *label = "Met:";
	const json_t *expectation;
	size_t i;

	json_array_foreach(expectations, i, expectation)
	{
		cleanup_buf struct buf text = BUF_INIT;

		if (!jsonl_true(expectation, "met"))
			continue;
		buf_printf(&text, "%s: ", jsonl_string(expectation, "what", ""));
		text_escape(&text, jsonl_string(expectation, "expected", ""),
			strlen(jsonl_string(expectation, "expected", "")), 200);
		paper_labelled(paper, label, text.data, INK_PLAIN);
		label = "";
	}
}

static void put_place(const struct paper *paper, const struct observation *observation)
{
	const char *at = jsonl_string(evidence_unmet(observation), "at", "");

	if (*at)
		paper_labelled(paper, "Asked at:", at, INK_FAINT);
}

/* "relay -n 3" as it would be typed, without the folder inside of the box. */
static void add_command(struct buf *into, const char *program, const json_t *argv)
{
	size_t i;
	json_t *word;

	buf_adds(into, program);
	json_array_foreach(argv, i, word)
	{
		const char *text = json_string_value(word);
		char *quoted;

		if (i == 0 || !text)
			continue;
		quoted = screen_word(text);
		buf_printf(into, " %s", quoted);
		free(quoted);
	}
}

static void put_output(const struct paper *paper, const json_t *peer, const char *key,
	const char *bytes_key, const char *where)
{
	const char *text = jsonl_string(peer, key, "");
	cleanup_free char *count =
		text_count((unsigned long)jsonl_number(peer, bytes_key, 0), "byte");
	cleanup_free char *lead = xasprintf("%s on standard %s%s", count, where, *text ? ":" : "");

	if (!*text && strcmp(where, "error") == 0)
		return;
	paper_labelled(paper, "Printed:", lead, INK_PLAIN);
	if (*text)
		paper_block(paper, "", text, NULL, MOST_LINES);
}

static void put_peer(const struct paper *paper, const json_t *peer, bool once)
{
	const char *outcome = jsonl_string(peer, "outcome", "");
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_buf struct buf words = BUF_INIT;

	add_command(&text, jsonl_string(peer, "name", ""), json_object_get(peer, "argv"));
	if (strcmp(jsonl_string(peer, "program", ""), "reference") == 0)
		buf_adds(&text, " (the reference)");
	paper_labelled(paper, "Program:", text.data, INK_STRONG);
	/* Of the controller that ran it in its place there is nothing to be told. */
	if (!once)
		return;
	buf_reset(&text);
	buf_adds(&text, outcome);
	outcome_words(&words, outcome);
	if (words.length)
		buf_printf(&text, " – %s", words.data);
	paper_labelled(paper, "Ended:", text.data, INK_PLAIN);
	put_output(paper, peer, "stdout", "stdout_bytes", "output");
	put_output(paper, peer, "stderr", "stderr_bytes", "error");
}

static void put_left(const struct paper *paper, const json_t *census)
{
	size_t i;
	json_t *left;

	json_array_foreach(json_object_get(census, "left"), i, left) paper_labelled(paper,
		i ? "" : "Left over:", json_is_string(left) ? json_string_value(left) : "",
		INK_PLAIN);
}

static const json_t *explored(const struct observation *observation)
{
	return json_object_get(observation->record, "explored");
}

/* Under the explorer: how often the program was run; what it printed differs from run to run. */
static void put_schedules(const struct paper *paper, const struct observation *observation)
{
	const json_t *told = explored(observation);
	cleanup_buf struct buf text = BUF_INIT;

	if (!told)
		return;
	buf_printf(&text, "%d of %d schedules of some %d steps",
		(int)jsonl_number(told, "schedules", 0), (int)jsonl_number(told, "asked", 0),
		(int)jsonl_number(told, "steps", 0));
	if (jsonl_number(told, "unfinished", 0) > 0)
		buf_printf(&text, "; %d of them could not be followed to their end",
			(int)jsonl_number(told, "unfinished", 0));
	if (jsonl_true(told, "cut_short"))
		buf_adds(&text, "; then the CPU time for it was used up");
	paper_labelled(paper, "Explored:", text.data, INK_PLAIN);
}

/* Under a tool: how many processes it was with, and what kept it from its work. */
static void put_reports(const struct paper *paper, const struct observation *observation)
{
	const json_t *reports = json_object_get(observation->record, "reports");
	unsigned long count = (unsigned long)jsonl_number(reports, "processes", 0);
	cleanup_free char *who =
		count == 1 ? xstrdup("1 process") : xasprintf("%lu processes", count);
	cleanup_free char *text = xasprintf("%s%s%s", who,
		jsonl_true(reports, "shut") ? "; then a program shut the socket" : "",
		jsonl_true(reports, "over") ? "; more than is kept" : "");

	if (observation->tool && reports && !explored(observation))
		paper_labelled(paper, "Reported:", text, INK_FAINT);
}

static void put_cost(const struct paper *paper, const struct observation *observation)
{
	cleanup_free char *text = xasprintf("%.1f ms of CPU time, isolation: %s, seed %.16s…",
		jsonl_number(observation->record, "cpu_ms", 0),
		jsonl_string(observation->record, "mode", "?"),
		jsonl_string(observation->record, "seed", ""));

	paper_labelled(paper, "Run:", text, INK_FAINT);
}

static void put_scenario_head(const struct paper *paper, const struct observation *observation)
{
	const char *about = jsonl_string(observation->record, "about", "");
	struct sign sign = signs[observation->verdict];
	cleanup_buf struct buf sentence = BUF_INIT;
	cleanup_free char *name =
		observation->tool
			? xasprintf("%s, run under %s", observation->scenario, observation->tool)
			: xstrdup(observation->scenario);

	paper_text(paper, sign.text, name, sign.ink);
	explain_sentence(&sentence, about);
	if (sentence.length)
		paper_text(paper, "  ", sentence.data, INK_PLAIN);
}

void explain_whole_run(const struct paper *paper, const struct observation *observation, bool whole)
{
	const json_t *record = observation->record;
	struct paper inner = *paper;
	size_t i;
	json_t *peer;

	/* It is the run above once more; what came of it stands among the findings. */
	if (observation->tool && (strcmp(observation->tool, OBSERVATION_TRACED) == 0 ||
					 strcmp(observation->tool, OBSERVATION_VALUES) == 0))
		return;
	paper_blank(paper);
	put_scenario_head(paper, observation);
	if (observation->verdict == VERDICT_PASSED && !whole)
		return;
	inner.indent += INSET;
	if (observation->verdict != VERDICT_PASSED) {
		explain_run(&inner, observation);
		put_place(&inner, observation);
	}
	put_met(&inner, json_object_get(record, "expectations"));
	json_array_foreach(json_object_get(record, "peers"), i, peer)
		put_peer(&inner, peer, !explored(observation));
	put_left(&inner, json_object_get(record, "census"));
	put_schedules(&inner, observation);
	put_reports(&inner, observation);
	put_cost(&inner, observation);
}

/*** findings ***/

static bool has_kind(const struct rubric_item *item, const char *kind)
{
	for (unsigned i = 0; i < item->findings_count; i++)
		if (strcmp(item->findings[i], kind) == 0)
			return true;
	return false;
}

/* Those that cost the item, and those that would if they were confirmed. */
static void put_findings(
	const struct paper *paper, const struct report *report, const struct report_item *item)
{
	const struct report_style style = { .staff = true };
	struct paper inner = *paper;

	inner.indent += INSET;
	for (size_t i = 0; i < report->faults.count; i++) {
		const struct fault *fault = &report->faults.list[i];
		bool costs = costs_item(report, fault, item);

		if (!costs && (fault->confirmed || !has_kind(item->rubric, fault->told->kind)))
			continue;
		paper_blank(paper);
		if (!costs)
			paper_text(paper, "", "Not confirmed, costs no points:", INK_FAINT);
		explain_fault(&inner, report, &style, fault, true);
		if (*fault->told->read)
			paper_labelled(&inner, "Read:", fault->told->read, INK_PLAIN);
	}
}

/*** seeing it again ***/

/* The box as a program: beside us, under the name that it has there. */
static char *box_command(void)
{
	static const char *const names[] = { "box", "proctor-box" };
	const char *slash = strrchr(program_invocation_name, '/');
	int length = slash ? (int)(slash - program_invocation_name) : 0;

	for (size_t i = 0; slash && i < sizeof(names) / sizeof(*names); i++) {
		char *path = xasprintf("%.*s/%s", length, program_invocation_name, names[i]);

		if (file_exists(path))
			return path;
		free(path);
	}
	return xstrdup("proctor-box");
}

/* One command for the first program of the submission that this run started. */
static void put_run_again(
	const struct paper *paper, const struct observation *observation, const char *dir)
{
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_free char *box = box_command();
	const json_t *peer;
	size_t i;

	json_array_foreach(json_object_get(observation->record, "peers"), i, peer)
	{
		cleanup_free char *path =
			xasprintf("%s/build/plain/%s", dir, jsonl_string(peer, "name", ""));
		cleanup_free char *program = screen_word(path);

		if (strcmp(jsonl_string(peer, "program", ""), "student") != 0)
			continue;
		if (observation->tool)
			buf_printf(&text, "valgrind --tool=%s --trace-children=yes ",
				observation->tool);
		else
			buf_printf(&text, "%s -- ", box);
		add_command(&text, program, json_object_get(peer, "argv"));
		paper_text(paper, "", text.data, INK_PLAIN);
		return;
	}
}

/* "proctor grade ID SOURCE --scenario NAME" */
static void put_scenario_again(
	const struct paper *paper, const struct explain_place *place, const char *scenario)
{
	cleanup_free char *source = xasprintf("%s/source", place->dir);
	cleanup_free char *path = screen_word(source);
	cleanup_free char *assignment = screen_word(place->assignment);
	cleanup_free char *name = screen_word(scenario);
	cleanup_free char *command = xasprintf(
		"%s grade %s %s --scenario %s", program_invocation_name, assignment, path, name);

	paper_text(paper, "", command, INK_PLAIN);
}

/* The scenarios that lost it, or else those in which a fault was seen that costs it. */
static size_t put_scenarios_again(const struct paper *paper, const struct report *report,
	const struct report_item *item, const struct explain_place *place)
{
	const struct judgement *judgement = item->judgement;
	size_t shown = 0;

	for (; shown < judgement->scenarios_count && shown < MOST_AGAIN; shown++)
		put_scenario_again(paper, place, judgement->scenarios[shown]);
	for (size_t i = 0; shown == 0 && i < report->faults.count; i++)
		if (costs_item(report, &report->faults.list[i], item))
			for (size_t k = 0;
				k < report->faults.list[i].scenarios_count && shown < MOST_AGAIN;
				k++, shown++)
				put_scenario_again(
					paper, place, report->faults.list[i].scenarios[k]);
	return shown;
}

static void put_again(const struct paper *paper, const struct report *report,
	const struct report_item *item, const struct explain_place *place)
{
	cleanup_buf struct buf commands = BUF_INIT;
	struct paper inner = *paper;

	/* A command that is broken into lines cannot be copied. */
	inner.out = &commands;
	inner.indent += INSET;
	inner.width = UINT_MAX;
	if (put_scenarios_again(&inner, report, item, place) == 0)
		return;
	paper_blank(paper);
	paper_text(paper, "",
		"To see it again (one scenario alone; one program, whose input you type):",
		INK_PLAIN);
	buf_add(paper->out, commands.data, commands.length);
	for (size_t i = 0; i < item->judgement->scenarios_count; i++) {
		const struct observation *observation =
			evidence_observation(report, item->judgement->scenarios[i], VERDICT_FAILED);

		if (!observation)
			continue;
		inner.out = paper->out;
		put_run_again(&inner, observation, place->dir);
		return;
	}
}

/*** the item ***/

static void put_head(const struct paper *paper, const struct report_item *item)
{
	struct sign sign = signs[item->judgement->verdict];
	cleanup_free char *points = text_points(item->points);
	cleanup_free char *possible = text_points(item->possible);
	cleanup_free char *head = xasprintf("%s: %s", item->rubric->id, item->rubric->title);
	cleanup_free char *verdict =
		xasprintf("%s, %s of %s points%s", verdict_name(item->judgement->verdict), points,
			possible, item->rubric->visible == RUBRIC_STAFF ? " (for staff only)" : "");

	paper_text(paper, sign.text, head, INK_STRONG);
	paper_text(paper, "  ", verdict, sign.ink);
}

static void put_reason(
	const struct paper *paper, const struct report *report, const struct report_item *item)
{
	cleanup_buf struct buf sentence = BUF_INIT;

	if (item->judgement->verdict == VERDICT_PASSED)
		return;
	explain_sentence(&sentence, item->rubric->build && report->build_reason
					    ? report->build_reason
					    : item->judgement->reason);
	paper_text(paper, "  ", sentence.data, INK_PLAIN);
}

void explain_whole_item(const struct paper *paper, const struct report *report,
	const struct report_item *item, const struct explain_place *place, bool passed)
{
	struct paper inner = *paper;

	inner.indent += INSET;
	put_head(paper, item);
	put_reason(paper, report, item);
	for (size_t i = 0; i < report->observations.count; i++) {
		const struct observation *observation = &report->observations.list[i];

		if (rubric_item_counts(item->rubric, observation->scenario))
			explain_whole_run(&inner, observation, passed);
	}
	put_findings(&inner, report, item);
	if (item->rubric->hint || item->rubric->read)
		paper_blank(paper);
	if (item->rubric->hint)
		paper_text(&inner, "Hint: ", item->rubric->hint, INK_PLAIN);
	if (item->rubric->read)
		paper_text(&inner, "Read: ", item->rubric->read, INK_PLAIN);
	if (item->judgement->verdict == VERDICT_FAILED)
		put_again(&inner, report, item, place);
}
