/*
 * explore(): one program under many schedules.
 *
 * Under the tool `explorer` a controller (boxed/main.c) is started in the program's place, in the
 * scenario's box; it runs the program and tells what it saw.  Which of the outputs are right is
 * said here, outside.  The report is kept with these words as evidence for analyse/explorer.c.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/scenario/explored.h"
#include "harness/scenario/stage.h"

enum { SCHEDULES = 100, CPU_MS = 5000 };

static struct peer_options options_of(const struct exploration *exploration)
{
	bool input = exploration->text || exploration->bytes;

	return (struct peer_options){
		.args = exploration->args,
		.arguments = exploration->arguments,
		.input = input ? PEER_BYTES : PEER_NULL,
		.text = exploration->text,
		.bytes = exploration->bytes,
		.length = exploration->length,
	};
}

/*** once, plainly ***/

static void expect_no_fault(
	struct peer *peer, const struct exploration *exploration, const char *file, int line)
{
	size_t length;
	const char *output = peer_output(peer, &length);
	const char *fault = exploration->fault(output, length, exploration->data);

	expect_that_(!fault, scenario_text("standard output of %s", peer->name),
		exploration->expected, fault ? fault : exploration->expected, file, line);
}

static void run_once(
	const char *name, const struct exploration *exploration, const char *file, int line)
{
	struct peer *peer;

	if (exploration->as_reference) {
		expect_same_as_reference_(name, options_of(exploration), file, line);
		return;
	}
	peer = peer_start_(name, options_of(exploration));
	expect_outcome_(peer, EXITED(exploration->status), file, line);
	if (exploration->output)
		expect_output_(peer, exploration->output, file, line);
	if (exploration->fault)
		expect_no_fault(peer, exploration, file, line);
}

/*** under the explorer ***/

static void ask_reference(const char *name, struct exploration *exploration)
{
	struct peer_options options = options_of(exploration);
	struct peer *reference;
	size_t length;
	const char *output;

	options.program = PEER_REFERENCE;
	stage.oracle = stage_open_box(PEER_REFERENCE);
	reference = peer_start_in(stage.oracle, name, &options);
	stage_finish(reference);
	if (reference->in_box->outcome.kind != OUTCOME_EXITED)
		stage_broken("the reference itself did not end");
	output = peer_output(reference, &length);
	exploration->status = reference->in_box->outcome.value;
	exploration->output = scenario_text("%.*s", (int)length, output);
}

/* What the command of the controller goes on with: boxed/main.c. */
static const char *const *words_of(const struct exploration *exploration)
{
	unsigned schedules = exploration->schedules ? exploration->schedules : SCHEDULES;
	unsigned cpu_ms = exploration->cpu_ms ? exploration->cpu_ms : CPU_MS;
	/* In plain these are the host's, and others put things there. */
	bool ours = stage.isolation != ISOLATION_PLAIN;
	const char *words[] = { "--schedules", scenario_text("%u", schedules), "--seed",
		scenario_text("%u", random_below(UINT32_MAX)), "--cpu-ms",
		scenario_text("%u", cpu_ms), "--objects", ours ? "1" : "0", "/tmp",
		ours ? "/dev/shm" : "--", ours ? "/dev/mqueue" : NULL, ours ? "--" : NULL, NULL };
	const char **kept = scenario_memory(sizeof(words));

	memcpy(kept, words, sizeof(words));
	return kept;
}

/* One that wrote in the controller's place has taken its descriptor from it: none is believed. */
static const struct ledger_page *report_page(void)
{
	struct ledger *ledger = &stage.tool.ledger;

	while (ledger_move(ledger))
		;
	return ledger->count == 1 && !ledger->over && !ledger->pages[0].over ? ledger->pages : NULL;
}

static json_t *read_report(const char *name, const struct peer *peer)
{
	const struct ledger_page *page = report_page();
	cleanup_buf struct buf why = BUF_INIT;
	json_t *lines = NULL;

	/* What is torn has no last line, which the analyser misses. */
	if (!page || jsonl_parse(page->bytes, page->length, name, &lines, &why) < 0)
		lines = json_array();
	json_array_insert_new(lines, 0, explored_head(peer));
	return lines;
}

static void keep_file(const char *dir, const char *name, const void *bytes, size_t length)
{
	cleanup_free char *path = file_join(dir, name);

	stage_check(file_write(path, bytes, length), path);
	json_array_append_new(stage.tool.evidence, json_string(path));
}

/* What was found, and what the program read: explored/SUITE.NAME/. */
static void keep_evidence(const json_t *lines, const struct exploration *exploration)
{
	cleanup_free char *flat = xstrdup(stage.scenario->name);
	cleanup_free char *dir = NULL;
	cleanup_buf struct buf text = BUF_INIT;
	const void *input = exploration->bytes ? exploration->bytes : exploration->text;
	size_t i;
	json_t *line;

	*strchr(flat, '/') = '.';
	dir = file_join(stage.request.evidence, flat);
	stage_check(file_mkdir_p(dir), dir);
	stage.tool.evidence = json_array();
	json_array_foreach(lines, i, line) jsonl_add(&text, line);
	keep_file(dir, "found.jsonl", text.data, text.length);
	keep_file(dir, "input", input ? input : "",
		exploration->bytes ? exploration->length
		: input            ? strlen(input)
				   : 0);
}

static void explore_all(const char *name, struct exploration *exploration)
{
	cleanup_json json_t *lines = NULL;
	struct peer *peer;

	if (stage.tool.words)
		stage_broken("explore() twice in one scenario");
	if (exploration->as_reference)
		ask_reference(name, exploration);
	stage_box(); /* its mode is known now */
	stage.tool.words = words_of(exploration);
	peer = peer_start_(name, options_of(exploration));
	stage_settle(peer->box);
	lines = read_report(name, peer);
	explored_judge(lines, exploration);
	explored_relate(lines);
	stage.explored = explored_sum(lines);
	keep_evidence(lines, exploration);
}

void explore_(const char *name, struct exploration exploration, const char *file, int line)
{
	if (stage.request.controller)
		explore_all(name, &exploration);
	else
		run_once(name, &exploration, file, line);
}
