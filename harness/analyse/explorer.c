/*
 * explorer: what goes wrong in some schedule, between threads and between processes.
 *
 * The submission's instrumented build is run by explore() in the scenarios that assignment.yaml
 * names (scenario/explore.c); this reads what was found there (scenario/explored.h).
 * What was not seen once more in the same schedule is not confirmed, and neither is a wrong
 * output that came after time had to pass: a right program may give up at its own time-out.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/analyse/analyser.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/inside.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"

static const char *const kinds[] = { "race", "deadlock", "lost-wakeup", "livelock",
	"schedule-dependent-output", "signal-death", NULL };

#define LIBRARY "libtsan.so"
#define CONTROLLER "proctor-explore"

/* The controller's first words: boxed/main.c. */
static const char *const command[] = { ANALYSER_LIBRARIES "/" CONTROLLER, "{report}",
	ANALYSER_LIBRARIES "/" LIBRARY, NULL };

static const char *const libraries[] = { "explorer/" LIBRARY, NULL };

static const char *const environment[] = { NULL };

/* How faults of the controller are told. */
static const struct told {
	const char *fault, *kind, *hint, *read;
} words[] = {
	{ "race", "race",
		"Hold one and the same lock at both places, or let one of them wait for the other.",
		"sem_overview(7), pthread_mutex_lock(3p)" },
	{ "deadlock", "deadlock",
		"Ask of each of these waits who could end it, and what that one waits for.",
		"pipe(7), sem_wait(3), pthread_mutex_lock(3p), wait(2)" },
	{ "lost-wakeup", "lost-wakeup",
		"What was signalled before anybody waits is gone: keep the state in a variable "
		"that is "
		"looked at under the mutex, or block the signal until sigsuspend().",
		"pthread_cond_wait(3p), sigsuspend(2)" },
	{ "livelock", "livelock", "Wait in a call that sleeps, not in a loop that asks.",
		"pthread_cond_wait(3p), sem_wait(3)" },
	{ "crash", "signal-death", "", "signal(7)" },
};

/* One exploration: found.jsonl. */
struct found {
	const struct observation *observation;
	const json_t *lines;
	const json_t *head;
};

static char *text(const char *constant)
{
	return (char *)(uintptr_t)constant;
}

/*** words ***/

/* Lines that follow one that ends in a colon become sentences of one text. */
static void add_flowing(struct buf *out, const char *lines)
{
	cleanup_free char *copy = xstrdup(lines);
	char *rest = copy, *line;

	while ((line = strsep(&rest, "\n"))) {
		line += strspn(line, " ");
		if (!*line)
			continue;
		if (out->length)
			buf_adds(out, text_ends(out->data, ":") ? " " : "; ");
		buf_adds(out, line);
	}
	if (out->length && !text_ends(out->data, "."))
		buf_addch(out, '.');
}

static const json_t *line_with(const struct found *found, const char *key)
{
	size_t i;
	json_t *line;

	json_array_foreach(found->lines, i, line) if (json_object_get(line, key)) return line;
	return NULL;
}

static void add_sight(struct buf *out, const struct found *found, double seen)
{
	buf_printf(out, " So it was in %d of %d schedules.", (int)seen,
		(int)jsonl_number(line_with(found, "end"), "schedules", 0));
}

/* As somebody would type it who has built the program with proctor-cc. */
static char *command_again(const struct found *found, const json_t *line)
{
	struct buf command_text = BUF_INIT;
	size_t i;
	json_t *word;

	buf_printf(&command_text, "proctor explore --replay %s -- .",
		jsonl_string(line, "schedule", ""));
	json_array_foreach(json_object_get(found->head, "argv"), i, word) buf_printf(&command_text,
		"%s%s", i ? " " : "/", json_is_string(word) ? json_string_value(word) : "");
	return buf_steal(&command_text);
}

/*** findings ***/

static bool told_again(const json_t *line)
{
	return jsonl_true(line, "again");
}

static void add(
	const struct found *found, const json_t *line, struct finding finding, struct findings *out)
{
	const json_t *place = json_array_get(json_object_get(line, "places"), 0);
	const char *file = jsonl_string(place, "file", "");
	const char *inside = inside_box(file);
	cleanup_free char *again = command_again(found, line);
	double number = jsonl_number(place, "line", 0);

	file = inside ? inside : file;
	/* A library's line is none that a student could change. */
	if (*file && *file != '/' && number > 0 && number < 10000000) {
		finding.file = text(file);
		finding.line = (unsigned)number;
		finding.function = text(jsonl_string(place, "function", ""));
	}
	finding.analyser = text("explorer");
	finding.scenario = text(found->observation->scenario);
	finding.repeat = again;
	findings_add(out, &finding);
}

/* Its last lines: there it goes wrong. */
static char *end_of_story(const char *story)
{
	enum { LINES = 16 };
	size_t length = strlen(story);
	unsigned lines = 0;

	while (length > 0 && story[length - 1] == '\n')
		length--;
	for (size_t i = length; i > 0; i--)
		if (story[i - 1] == '\n' && ++lines == LINES)
			return xasprintf("...\n%.*s\n", (int)(length - i), story + i);
	return xasprintf("%.*s\n", (int)length, story);
}

static void add_fault(const struct found *found, const json_t *line, struct findings *out)
{
	const char *fault = jsonl_string(line, "fault", "");
	const char *story = jsonl_string(line, "story", "");
	cleanup_free char *steps = *story ? end_of_story(story) : xstrdup("");
	cleanup_buf struct buf message = BUF_INIT;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strcmp(words[i].fault, fault) != 0)
			continue;
		add_flowing(&message, jsonl_string(line, "text", ""));
		add_sight(&message, found, jsonl_number(line, "seen", 0));
		add(found, line,
			(struct finding){
				.kind = text(words[i].kind),
				.subject = text(jsonl_string(line, "subject", "")),
				.message = message.data,
				.hint = text(words[i].hint),
				.read = text(words[i].read),
				.story = steps,
				.confirmed = told_again(line),
			},
			out);
	}
}

static bool is_wrong(const json_t *line)
{
	return *jsonl_string(line, "wrong", "") != '\0';
}

/* The first end that is wrong, or that is right; NULL: there is none. */
static const json_t *first_end(const struct found *found, bool wrong)
{
	size_t i;
	json_t *line;

	json_array_foreach(found->lines, i,
		line) if (json_object_get(line, "status") && is_wrong(line) == wrong) return line;
	return NULL;
}

static double count_wrong(const struct found *found)
{
	double seen = 0;
	size_t i;
	json_t *line;

	json_array_foreach(found->lines, i,
		line) if (json_object_get(line, "status") && is_wrong(line)) seen +=
		jsonl_number(line, "seen", 0);
	return seen;
}

/*
 * One finding for all ends that are wrong: they are seldom several faults.  Where every end is
 * wrong, and nothing else was found, it is no matter of the schedule, and the plain run shows it.
 */
static void add_wrong_ends(const struct found *found, struct findings *out)
{
	const json_t *wrong = first_end(found, true);
	const json_t *right = first_end(found, false);
	cleanup_buf struct buf message = BUF_INIT;

	if (!wrong || !right)
		return;
	buf_printf(&message, "In some schedules the result is wrong: %s.",
		jsonl_string(wrong, "wrong", ""));
	add_sight(&message, found, count_wrong(found));
	add(found, wrong,
		(struct finding){
			.kind = text("schedule-dependent-output"),
			.message = message.data,
			.hint = text(
				"See in which order the steps of that schedule come, and which "
				"two of them must not come so."),
			.read = text("sem_overview(7), pipe(7), wait(2)"),
			.confirmed = told_again(wrong) && !jsonl_true(wrong, "clock"),
		},
		out);
}

/*** evidence ***/

/* What kept the explorer from looking, or NULL; the caller frees. */
static char *unseen(const struct found *found)
{
	const json_t *end = line_with(found, "end");
	const char *scenario = found->observation->scenario;
	const char *refused = jsonl_string(end, "refused", "");
	const char *limits = jsonl_string(end, "limits", "");
	double asked = jsonl_number(end, "asked", 0);
	double seen = jsonl_number(end, "schedules", 0) - jsonl_number(end, "unfinished", 0);

	if (!end)
		return xasprintf("the exploration of %s did not come to its end (%s)", scenario,
			jsonl_string(found->head, "outcome", "?"));
	if (*refused)
		return xasprintf("%s: %s", scenario, refused);
	if (seen * 2 >= asked)
		return NULL;
	return xasprintf("%s: only %d of %d schedules could be followed to their end. %s", scenario,
		(int)seen, (int)asked, limits);
}

static void take(const struct found *found, struct findings *out)
{
	size_t i;
	json_t *line;

	json_array_foreach(found->lines, i, line) if (json_object_get(line, "fault"))
		add_fault(found, line, out);
	add_wrong_ends(found, out);
}

/* The first sentence stands. */
static void note(struct buf *why, const char *sentence)
{
	if (sentence && !why->length)
		buf_adds(why, sentence);
}

static int read_one(const struct analysis *in, const struct observation *observation,
	struct findings *out, struct buf *why)
{
	const json_t *first = json_array_get(json_object_get(observation->record, "evidence"), 0);
	cleanup_free char *path =
		file_join(in->dir, json_is_string(first) ? json_string_value(first) : "");
	cleanup_json json_t *lines = NULL;
	cleanup_free char *reason = NULL;
	struct found found = { .observation = observation };
	int error;

	if (!first)
		return 0;
	error = jsonl_load(path, &lines, why);
	if (error)
		return error;
	found.lines = lines;
	found.head = json_array_get(lines, 0);
	take(&found, out);
	reason = unseen(&found);
	note(why, reason);
	return 0;
}

/* Why there is nothing to run, where that is so. */
static void note_unbuilt(const struct analysis *in, struct buf *why)
{
	size_t i;
	json_t *line;

	json_array_foreach(in->build, i,
		line) if (strcmp(jsonl_string(line, "build", ""), "explored") == 0) note(why,
		*jsonl_string(line, "reason", "") ? jsonl_string(line, "reason", "") : NULL);
}

static int analyse(const struct analysis *in, struct findings *out, struct buf *why)
{
	note_unbuilt(in, why);
	for (size_t i = 0; i < in->observations->count; i++) {
		const struct observation *observation = &in->observations->list[i];
		int error = 0;

		if (observation->tool && strcmp(observation->tool, "explorer") == 0)
			error = read_one(in, observation, out, why);
		if (error)
			return error;
	}
	return why->length ? -ENODATA : 0;
}

REGISTRY_ADD(analysers, analyser) = {
	.name = "explorer",
	.about = "races, deadlocks and results that depend on the schedule, by our own scheduler",
	.kinds = kinds,
	.command = command,
	.environment = environment,
	.libraries = libraries,
	.controller = CONTROLLER,
	.build = "explored",
	.evidence = "explored",
	.analyse = analyse,
};
