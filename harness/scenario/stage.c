/*
 * Theory of operation of a scenario process.
 *
 *	proctor ─▶ Criterion's runner ─▶ one process a scenario: this ─▶ its box
 *
 * scenario_run() reads the request, calls the body, and whatever happened
 * writes one observation.  The body is left by longjmp when an expectation is
 * not met or when our own side fails; nothing is thrown over student code,
 * which runs in other processes altogether.
 */
#include "harness/scenario/scene.h"
#include "harness/scenario/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/inside.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"

struct stage stage = { .tool = TOOL_INIT };

/*** ending ***/

static void set_reason(enum verdict verdict, char *reason)
{
	/* The first word stands: what comes after is a consequence. */
	if (stage.verdict != VERDICT_PASSED) {
		free(reason);
		return;
	}
	stage.verdict = verdict;
	stage.reason = reason;
}

void stage_broken(const char *format, ...)
{
	va_list args;
	char *reason;

	va_start(args, format);
	if (vasprintf(&reason, format, args) < 0)
		die("out of memory");
	va_end(args);
	if (stage.verdict == VERDICT_FAILED)
		free(reason);
	else
		set_reason(VERDICT_BROKEN, reason);
	longjmp(stage.end, 1);
}

void stage_check(int error, const char *what)
{
	if (error < 0)
		stage_broken("%s: %s", what, strerror(-error));
}

static json_t *difference_json(const struct difference *difference)
{
	return json_pack("{s:I, s:I, s:b, s:b}", "offset", (json_int_t)difference->offset, "line",
		(json_int_t)difference->line, "misplaced", difference->misplaced, "only_case",
		difference->only_case);
}

/* How the submission's programs ended when that alone explains much. */
static void add_bad_ends(struct buf *reason)
{
	for (size_t i = 0; i < stage.peers_count; i++) {
		const struct peer *peer = stage.peers[i];
		struct outcome outcome = peer->in_box->outcome;
		char sentence[128];

		if (outcome.kind == OUTCOME_RUNNING || outcome.kind == OUTCOME_EXITED)
			continue;
		outcome_sentence(outcome, sentence, sizeof(sentence));
		if (!strstr(reason->data, sentence))
			buf_printf(reason, " (%s %s)", peer->name, sentence);
	}
}

void stage_expect(bool met, const struct finding_of_expectation *found)
{
	cleanup_buf struct buf reason = BUF_INIT;
	cleanup_free char *file = file_basename(found->file);
	cleanup_free char *at = xasprintf("%s:%d", file, found->line);
	json_t *entry = json_pack("{s:b, s:s, s:s}", "met", met, "what", found->what, "at", at);

	json_object_set_new(
		entry, "expected", jsonl_text(found->expected, strlen(found->expected)));
	json_object_set_new(entry, "seen", jsonl_text(found->seen, strlen(found->seen)));
	if (found->peer && found->peer->program == PEER_STUDENT)
		json_object_set_new(entry, "pid", json_integer(found->peer->in_box->pid));
	if (!met && found->peer && found->output)
		json_object_set_new(entry, "output", difference_json(found->output));
	if (stage.scenario->options.read)
		json_object_set_new(entry, "read", json_string(stage.scenario->options.read));
	json_array_append_new(stage.expectations, entry);
	/* Under a tool time runs otherwise and only the tool's word counts. */
	if (met || stage.request.tool)
		return;
	stage_witness();
	buf_printf(&reason, "%s: expected %s, seen %s", found->what, found->expected, found->seen);
	add_bad_ends(&reason);
	set_reason(VERDICT_FAILED, buf_steal(&reason));
	longjmp(stage.end, 1);
}

/*** boxes ***/

static void put_programs(struct box *box, enum peer_program program)
{
	const char *dir =
		program == PEER_STUDENT ? stage.request.programs : stage.request.reference;
	char **names = file_list(dir);

	if (!names)
		stage_broken("%s: %s", dir, strerror(errno));
	for (char **name = names; *name; name++) {
		cleanup_free char *from = file_join(dir, *name);
		cleanup_free char *to = xasprintf("/box/%s", *name);
		int error = box_put_file(box, to, from, 0755);

		if (error)
			stage_broken("cannot put %s into the box: %s", *name, strerror(-error));
	}
	file_list_free(names);
}

struct box *stage_open_box(enum peer_program program)
{
	char why[BOX_WHY];
	struct box *box;

	if (box_open(&box, &stage.request.box, why) < 0)
		stage_broken("%s (`proctor doctor` tells more)", why);
	stage.isolation = box_isolation(box);
	put_programs(box, program);
	return box;
}

struct box *stage_box(void)
{
	if (!stage.box)
		stage.box = stage_open_box(PEER_STUDENT);
	return stage.box;
}

enum box_rest stage_settle(struct box *box)
{
	enum box_rest rest = BOX_EMPTY;
	int error = box_settle(box, &rest);

	stage_check(error, box_trouble(error));
	return rest;
}

/* Before what cannot be taken back. */
static enum box_rest settle_for_good(struct box *box)
{
	enum box_rest rest = BOX_EMPTY;
	int error = box_settle_for_good(box, &rest);

	stage_check(error, box_trouble(error));
	return rest;
}

void stage_finish(struct peer *peer)
{
	enum box_rest rest = settle_for_good(peer->box);

	/* Under a tool it is ended at the very end, in a way that lets the tool report. */
	if (rest == BOX_EMPTY || peer->in_box->outcome.kind != OUTCOME_RUNNING ||
		(stage.request.tool && peer->program == PEER_STUDENT))
		return;
	if (peer->box == stage.box)
		stage_witness();
	stage_check(box_condemn(peer->box, (struct outcome){ OUTCOME_DEADLOCKED, 0 }),
		"cannot end the box");
	stage_settle(peer->box);
}

/* Whether the harness could still wake someone: an input that is open and fed, an output unread. */
static bool could_act(void)
{
	for (size_t i = 0; i < stage.peers_count; i++) {
		const struct peer *peer = stage.peers[i];

		if (peer->box == stage.box &&
			((peer->input.fd >= 0 && !feed_pending(&peer->input)) ||
				(peer->output.fd >= 0 && peer->output.paused)))
			return true;
	}
	return false;
}

void stage_witness(void)
{
	struct outcome verdict = { OUTCOME_RUNNING, 0 };
	cleanup_free char *text = NULL;
	struct box_figures figures;
	enum box_rest rest;

	if (stage.waits || !stage.box || box_settle_for_good(stage.box, &rest) < 0)
		return;
	/* Known before the witness looks: its looking may wake a task that was blocked for good. */
	if (!could_act())
		verdict.kind = OUTCOME_DEADLOCKED;
	box_figures(stage.box, &figures);
	if (rest == BOX_EMPTY || figures.ended_by_us)
		return;
	/* Without a witness the verdict stands; it is only less well explained. */
	if (box_witness(stage.box, verdict, &text) == 0)
		stage.waits = waits_from_witness(text);
	if (verdict.kind != OUTCOME_RUNNING &&
		box_condemn(stage.box, (struct outcome){ OUTCOME_DEADLOCKED, 0 }) == 0)
		stage_settle(stage.box);
}

/*** the end of a scenario ***/

/* Under a tool: lets every peer end by itself, or by SIGTERM, so that the tool reports. */
static void end_politely(void)
{
	for (size_t i = 0; i < stage.peers_count; i++)
		stage.peers[i]->input.close_at_end = true;
	if (settle_for_good(stage.box) == BOX_EMPTY)
		return;
	box_signal(stage.box, -1, SIGTERM);
	if (stage_settle(stage.box) == BOX_SETTLED) {
		box_condemn(stage.box, (struct outcome){ OUTCOME_DEADLOCKED, 0 });
		stage_settle(stage.box);
	}
}

static void add_figures(const struct box *box)
{
	struct box_figures figures;

	if (!box)
		return;
	box_figures(box, &figures);
	stage.cpu_ms += (double)figures.cpu_us / 1000;
	stage.wall_ms += (double)figures.wall_us / 1000;
}

/* Several rules may refuse one call for one reason. */
static bool is_noted(const char *what, const char *why)
{
	size_t i;
	json_t *entry;

	json_array_foreach(stage.denied, i,
		entry) if (strcmp(jsonl_string(entry, "what", ""), what) == 0 &&
			   strcmp(jsonl_string(entry, "why", ""), why) == 0) return true;
	return false;
}

static void note_denial(const struct box_denial *denial)
{
	static const char *const kinds[] = {
		[POLICY_MECHANISM] = "mechanism",
		[POLICY_NEVER] = "never",
		[POLICY_ALONE] = "alone",
	};
	const struct policy_rule *rule = &policy_rules[denial->rule];
	char text[OUTCOME_TEXT_MAX], why[POLICY_WHY];
	enum policy_reason reason = policy_why(rule, stage.request.box.mechanisms, why);
	const char *what = outcome_text((struct outcome){ OUTCOME_DENIED, rule->call }, text);
	const char *inside = inside_box(denial->file);
	const struct seen_frame at = {
		.line = (int)denial->line,
		.file = inside ? inside : denial->file,
		.function = denial->function,
	};
	json_t *entry;

	if (is_noted(what, why))
		return;
	entry = json_pack("{s:s, s:s, s:s}", "what", what, "kind", kinds[reason], "why", why);
	if (scene_is_students(&at)) {
		json_object_set_new(entry, "file", jsonl_text(at.file, strlen(at.file)));
		json_object_set_new(entry, "line", json_integer(at.line));
		json_object_set_new(
			entry, "function", jsonl_text(at.function, strlen(at.function)));
	}
	json_array_append_new(stage.denied, entry);
}

static void take_stock(void)
{
	struct box_figures figures;

	add_figures(stage.oracle);
	add_figures(stage.box);
	if (!stage.box)
		return;
	if (stage.request.tool) {
		end_politely();
		tool_fetch();
	}
	if (!stage.census)
		box_census(stage.box, &stage.census);
	box_figures(stage.box, &figures);
	stage.orphans = figures.orphans;
	for (size_t i = 0; i < figures.denials_count; i++)
		note_denial(&figures.denials[i]);
}

static const struct scenario *find(const char *name)
{
	registry_each (scenarios, scenario, s)
		if (strcmp(s->name, name) == 0)
			return s;
	BUG("a scenario that is not registered");
}

static bool wanted(const char *name)
{
	size_t i;
	json_t *pattern;

	if (!stage.request.only)
		return true;
	json_array_foreach(stage.request.only, i,
		pattern) if (text_matches(json_string_value(pattern), name)) return true;
	return false;
}

/* A scenario that hands over much may need more than the assignment allows the others. */
static void raise_cpu_limit(void)
{
	struct limits *limits = &stage.request.box.limits;

	if (limits->cpu_ms < stage.scenario->options.cpu_ms)
		limits->cpu_ms = stage.scenario->options.cpu_ms;
}

static void tear_down(void)
{
	box_close(stage.box);
	box_close(stage.oracle);
	for (size_t i = 0; i < stage.peers_count; i++)
		peer_release(stage.peers[i]);
	tool_release(&stage.tool);
}

/* Calls what may be left by longjmp; a function of its own, whose variables none can clobber. */
static void __attribute__((noinline)) until_it_ends(void (*part)(void))
{
	if (setjmp(stage.end) == 0)
		part();
}

void scenario_run(const char *name)
{
	stage.scenario = find(name);
	if (request_load(&stage.request) < 0)
		exit(FAULT_EXIT_BROKEN);
	if (!wanted(name))
		return;
	if (stage.scenario->options.cpu_ms)
		raise_cpu_limit();
	stage.expectations = json_array();
	stage.denied = json_array();
	stage.reason = xstrdup("");
	random_seed(stage.request.seed, name);
	until_it_ends(stage.scenario->body);
	until_it_ends(take_stock);
	if (record_write() < 0)
		exit(FAULT_EXIT_BROKEN);
	tear_down();
	cr_assert(stage.verdict == VERDICT_PASSED, "%s: %s", verdict_name(stage.verdict),
		stage.reason);
}

/*** memory ***/

const char *scenario_text(const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		die("out of memory");
	va_end(args);
	return text; /* the process is the scenario: both end together */
}

void *scenario_memory(size_t size)
{
	return xcalloc(1, size);
}
