#include <stdlib.h>
#include <string.h>

#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/scenario/compare.h"
#include "harness/scenario/stage.h"

void expect_that_(bool met, const char *what, const char *expected, const char *seen,
	const char *file, int line)
{
	stage_expect(met, &(struct finding_of_expectation){ .what = what,
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
	expect_that_(outcome_equal(wanted, seen), scenario_text("outcome of %s", peer->name),
		told(wanted), told(seen), file, line);
}

void expect_failure_(struct peer *peer, const char *file, int line)
{
	struct outcome seen;

	stage_finish(peer);
	seen = peer->in_box->outcome;
	expect_that_(seen.kind == OUTCOME_EXITED && seen.value != 0,
		scenario_text("outcome of %s", peer->name), "an exit status other than 0",
		told(seen), file, line);
}

void expect_running_(struct peer *peer, const char *file, int line)
{
	stage_settle(peer->box);
	expect_that_(peer->in_box->outcome.kind == OUTCOME_RUNNING,
		scenario_text("outcome of %s", peer->name), "that it is still running",
		told(peer->in_box->outcome), file, line);
}

/*** what it printed ***/

void expect_output_(struct peer *peer, const char *wanted, const char *file, int line)
{
	cleanup_buf struct buf expected = BUF_INIT;
	cleanup_buf struct buf seen = BUF_INIT;
	size_t length;
	const char *output;
	bool same;

	stage_settle(peer->box);
	output = peer_output(peer, &length);
	same = compare_text((struct compared){ wanted, strlen(wanted) },
		(struct compared){ output, length }, &expected, &seen);
	expect_that_(same, scenario_text("standard output of %s", peer->name),
		same ? "as it is" : scenario_text("%s", expected.data),
		same ? "as expected" : scenario_text("%s", seen.data), file, line);
}

void expect_bytes_(
	struct peer *peer, const void *wanted, size_t wanted_length, const char *file, int line)
{
	cleanup_buf struct buf expected = BUF_INIT;
	cleanup_buf struct buf seen = BUF_INIT;
	size_t length;
	const char *output;
	bool same;

	stage_settle(peer->box);
	output = peer_output(peer, &length);
	same = compare_bytes((struct compared){ wanted, wanted_length },
		(struct compared){ output, length }, &expected, &seen);
	expect_that_(same, scenario_text("standard output of %s", peer->name),
		same ? "as it is" : scenario_text("%s", expected.data),
		same ? "as expected" : scenario_text("%s", seen.data), file, line);
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
