#include <stdlib.h>
#include <string.h>

#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/scenario/compare.h"
#include "harness/scenario/stage.h"

/* One that is about a peer; `output`: where what it printed is wrong, NULL: it is not about that.
 */
static void expect_of(const struct peer *peer, const struct difference *output, bool met,
	const struct finding_of_expectation *found)
{
	struct finding_of_expectation all = *found;

	all.peer = peer;
	all.output = output;
	stage_expect(met, &all);
}

void expect_that_(bool met, const char *what, const char *expected, const char *seen,
	const char *file, int line)
{
	stage_expect(met, &(struct finding_of_expectation){ .what = what,
				  .expected = expected,
				  .seen = seen,
				  .file = file,
				  .line = line });
}

void expect_printed_(struct peer *peer, bool met, size_t offset, const char *what,
	const char *expected, const char *seen, const char *file, int line)
{
	struct difference at = { .offset = offset, .line = 1, .misplaced = true };
	const char *output = peer_output(peer, NULL);

	for (size_t i = 0; i < offset && i < peer->output.length; i++)
		at.line += output[i] == '\n';
	expect_of(peer, &at, met,
		&(struct finding_of_expectation){ .what = what,
			.expected = expected,
			.seen = seen,
			.file = file,
			.line = line });
}

/*** how it ended ***/

static const char *told(struct outcome outcome)
{
	char text[OUTCOME_TEXT_MAX];
	char sentence[128];

	outcome_text(outcome, text);
	outcome_sentence(outcome, sentence, sizeof(sentence));
	return scenario_text("%s (%s)", text, sentence);
}

void expect_outcome_(struct peer *peer, struct outcome wanted, const char *file, int line)
{
	struct outcome seen;

	stage_finish(peer);
	seen = peer->in_box->outcome;
	expect_of(peer, NULL, outcome_equal(wanted, seen),
		&(struct finding_of_expectation){
			.what = scenario_text("outcome of %s", peer->name),
			.expected = told(wanted),
			.seen = told(seen),
			.file = file,
			.line = line });
}

void expect_failure_(struct peer *peer, const char *file, int line)
{
	struct outcome seen;

	stage_finish(peer);
	seen = peer->in_box->outcome;
	expect_of(peer, NULL, seen.kind == OUTCOME_EXITED && seen.value != 0,
		&(struct finding_of_expectation){
			.what = scenario_text("outcome of %s", peer->name),
			.expected = "an exit status other than 0",
			.seen = told(seen),
			.file = file,
			.line = line });
}

void expect_running_(struct peer *peer, const char *file, int line)
{
	stage_settle(peer->box);
	expect_of(peer, NULL, peer->in_box->outcome.kind == OUTCOME_RUNNING,
		&(struct finding_of_expectation){
			.what = scenario_text("outcome of %s", peer->name),
			.expected = "that it is still running",
			.seen = told(peer->in_box->outcome),
			.file = file,
			.line = line });
}

/*** what it printed ***/

typedef bool comparison(
	struct compared wanted, struct compared seen, struct buf *ret_wanted, struct buf *ret_seen);

static void expect_equal(
	struct peer *peer, struct compared wanted, comparison *compare, const char *file, int line)
{
	cleanup_buf struct buf expected = BUF_INIT;
	cleanup_buf struct buf seen = BUF_INIT;
	struct compared output;
	struct difference at;
	bool same;

	stage_settle(peer->box);
	output.bytes = peer_output(peer, &output.length);
	same = compare(wanted, output, &expected, &seen);
	at = compare_find(wanted, output);
	expect_of(peer, &at, same,
		&(struct finding_of_expectation){
			.what = scenario_text("standard output of %s", peer->name),
			.expected = same ? "as it is" : scenario_text("%s", expected.data),
			.seen = same ? "as expected" : scenario_text("%s", seen.data),
			.file = file,
			.line = line });
}

void expect_output_(struct peer *peer, const char *wanted, const char *file, int line)
{
	expect_equal(peer, (struct compared){ wanted, strlen(wanted) }, compare_text, file, line);
}

void expect_bytes_(
	struct peer *peer, const void *wanted, size_t wanted_length, const char *file, int line)
{
	expect_equal(peer, (struct compared){ wanted, wanted_length }, compare_bytes, file, line);
}

void expect_errors_(struct peer *peer, bool some, const char *file, int line)
{
	enum { SHOWN = 100 };
	cleanup_buf struct buf seen = BUF_INIT;
	size_t length;
	const char *errors;

	stage_settle(peer->box);
	errors = peer_errors(peer, &length);
	text_escape(&seen, errors, length, SHOWN);
	expect_that_((length > 0) == some, scenario_text("standard error of %s", peer->name),
		some ? "a message" : "nothing",
		length ? scenario_text("\"%s\"", seen.data) : "nothing", file, line);
}

/*** what it left ***/

static void say_left(struct buf *into, const json_t *left, unsigned orphans)
{
	enum { SHOWN = 5 };
	size_t i;
	json_t *line;

	if (orphans)
		buf_printf(into, "%u child process%s that nobody waited for", orphans,
			orphans == 1 ? "" : "es");
	json_array_foreach(left, i, line)
	{
		if (i == SHOWN) {
			buf_printf(into, "; and %zu more", json_array_size(left) - SHOWN);
			break;
		}
		buf_printf(into, "%s%s", into->length ? "; " : "", json_string_value(line));
	}
}

/* Whether this assignment's programs may make objects that outlive them. */
static bool makes_objects(void)
{
	static const char *const names[] = { "sysv-msg", "sysv-sem", "sysv-shm", "posix-mq",
		"posix-sem", "shm-file" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (stage.request.box.mechanisms & filter_mechanism_bit(names[i]))
			return true;
	return false;
}

void expect_nothing_left_(const char *file, int line)
{
	cleanup_buf struct buf seen = BUF_INIT;
	struct box_figures figures;
	unsigned processes, zombies;
	cleanup_json json_t *left = NULL;

	stage_settle(stage_box());
	free(stage.census);
	stage.census = NULL;
	stage_check(box_census(stage.box, &stage.census), "cannot take the census");
	box_figures(stage.box, &figures);
	left = census_left(stage.census, &processes, &zombies);
	say_left(&seen, left, figures.orphans);
	if (seen.length == 0 && census_is_blind(stage.census) && makes_objects())
		stage_broken("in isolation mode plain nobody can tell whose IPC objects are left");
	expect_that_(seen.length == 0, "what is left when the program has ended", "nothing",
		seen.length ? scenario_text("%s", seen.data) : "nothing", file, line);
}

/*** the oracle ***/

void expect_same_as_reference_(
	const char *name, struct peer_options options, const char *file, int line)
{
	struct peer_options of_reference = options;
	struct peer *student = peer_start_(name, options);
	struct peer *reference;

	if (stage.oracle)
		stage_broken("expect_same_as_reference() twice in one scenario");
	of_reference.program = PEER_REFERENCE;
	stage.oracle = stage_open_box(PEER_REFERENCE);
	reference = peer_start_in(stage.oracle, name, &of_reference);
	stage_finish(reference);
	if (reference->in_box->outcome.kind != OUTCOME_EXITED)
		stage_broken("the reference itself %s", told(reference->in_box->outcome));
	expect_outcome_(student, reference->in_box->outcome, file, line);
	if (reference->output.length == 0)
		expect_output_(student, "", file, line);
	else if (memchr(reference->output.bytes, '\0', reference->output.length))
		expect_bytes_(
			student, reference->output.bytes, reference->output.length, file, line);
	else
		expect_output_(student, reference->output.bytes, file, line);
}
