#include "harness/steps/validate.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/base/pool.h"
#include "harness/base/text.h"
#include "harness/steps/bug.h"
#include "harness/steps/paperwork.h"

enum trial_kind { TRIAL_REFERENCE, TRIAL_VARIANT, TRIAL_BUG };

/* One program whose grade is known beforehand. */
struct trial {
	enum trial_kind kind;
	char *name;
	char *source; /* folder that is graded; of a bug: made first */
	char *results; /* folder of its results */
	struct bug bug; /* of a TRIAL_BUG */
	bool held;
	struct buf told; /* what did not hold, a line each */
};

struct trials {
	const struct course *course;
	char *work; /* temporary folder of all of them */
	struct trial *list;
	size_t count;
	FILE *out;
	struct validation *sum;
};

/*** what there is to try ***/

static struct trial *add(struct trials *trials, enum trial_kind kind, const char *name)
{
	struct trial *trial;

	trials->list = xreallocarray(trials->list, trials->count + 1, sizeof(*trials->list));
	trial = &trials->list[trials->count++];
	*trial = (struct trial){ .kind = kind, .name = xstrdup(name), .told = BUF_INIT };
	trial->results = xasprintf("%s/%zu.results", trials->work, trials->count);
	return trial;
}

static void add_variants(struct trials *trials)
{
	cleanup_free char *dir = file_join(trials->course->assignment->paths.reference, "variants");
	char **names = file_list(dir);

	for (char **name = names; name && *name; name++)
		add(trials, TRIAL_VARIANT, *name)->source = file_join(dir, *name);
	file_list_free(names);
}

static int add_bugs(struct trials *trials, struct buf *why)
{
	cleanup_free char *dir = file_join(trials->course->assignment->paths.reference, "bugs");
	char **names = file_list(dir);
	int error = 0;

	for (char **name = names; name && *name && !error; name++) {
		cleanup_free char *path = file_join(dir, *name);
		struct trial *trial;
		struct bug bug;

		if (!text_ends(*name, ".patch"))
			continue;
		error = bug_load(path, &bug, why);
		if (error)
			break;
		trial = add(trials, TRIAL_BUG, bug.name);
		trial->bug = bug;
		trial->source = xasprintf("%s/%zu.source", trials->work, trials->count);
		error = bug_apply(&trial->bug, trials->course->assignment->paths.reference,
			trial->source, why);
	}
	file_list_free(names);
	return error;
}

static void release(struct trials *trials)
{
	for (size_t i = 0; i < trials->count; i++) {
		struct trial *trial = &trials->list[i];

		if (trial->kind == TRIAL_BUG)
			bug_release(&trial->bug);
		free(trial->name);
		free(trial->source);
		free(trial->results);
		buf_release(&trial->told);
	}
	free(trials->list);
	if (trials->work)
		file_remove_tree(trials->work);
	free(trials->work);
}

/*** trying ***/

static int try_one(size_t index, void *data)
{
	const struct trials *trials = data;
	const struct trial *trial = &trials->list[index];
	cleanup_free char *failure = NULL;
	cleanup_buf struct buf why = BUF_INIT;

	if (grade(trials->course, trial->source, trial->results, 1, &why) == 0)
		return 0;
	failure = file_join(trial->results, "failure.txt");
	file_write(failure, why.data, why.length);
	return 1;
}

/*** judging the judges ***/

static void tell(struct trial *trial, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void tell(struct trial *trial, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		die("out of memory");
	va_end(args);
	buf_printf(&trial->told, "      %s\n", text);
	free(text);
	trial->held = false;
}

static bool is_lost(const struct report_item *item)
{
	return item->judgement->verdict == VERDICT_FAILED ||
	       item->judgement->verdict == VERDICT_SKIPPED;
}

static bool is_expected(const struct bug *bug, const char *item)
{
	for (size_t i = 0; i < bug->lost_count; i++)
		if (strcmp(bug->lost[i], item) == 0)
			return true;
	return false;
}

static void check_full_marks(struct trial *trial, const struct report *report)
{
	for (size_t i = 0; i < report->items_count; i++) {
		const struct report_item *item = &report->items[i];

		if (item->judgement->verdict != VERDICT_PASSED)
			tell(trial, "%s is %s: %s", item->rubric->id,
				verdict_name(item->judgement->verdict), item->judgement->reason);
	}
	for (size_t i = 0; i < report->faults.count; i++) {
		const struct finding *finding = report->faults.list[i].told;

		tell(trial, "%s accuses it of %s at %s:%u: %s", finding->analyser, finding->kind,
			finding->file, finding->line, finding->message);
	}
	if (report->score.score < report->score.possible)
		tell(trial, "%g of %g points", report->score.score, report->score.possible);
}

static void check_lost(struct trial *trial, const struct report *report)
{
	for (size_t i = 0; i < report->items_count; i++) {
		const struct report_item *item = &report->items[i];
		bool expected = is_expected(&trial->bug, item->rubric->id);

		if (item->judgement->verdict == VERDICT_BROKEN)
			tell(trial, "%s is broken: %s", item->rubric->id, item->judgement->reason);
		else if (expected && !is_lost(item))
			tell(trial, "%s should be lost, but is passed", item->rubric->id);
		else if (!expected && is_lost(item))
			tell(trial, "%s should not be lost: %s", item->rubric->id,
				item->judgement->reason);
	}
	for (size_t i = 0; i < trial->bug.lost_count; i++)
		if (!rubric_item(report->rubric, trial->bug.lost[i]))
			tell(trial, "the rubric has no item '%s'", trial->bug.lost[i]);
}

/* Whether some task waited, or some finding stands, at the line that is named. */
static bool finding_is_there(const struct bug *bug, const struct finding *finding)
{
	const struct finding_kind *kind = finding_kind(bug->cause);
	const char *wanted = kind                                  ? bug->cause
			     : strcmp(bug->cause, "SPINNING") == 0 ? "spinning"
								   : "deadlock";
	bool same = strcmp(finding->kind, wanted) == 0;

	if (!same)
		return false;
	if (!bug->file[0])
		return true;
	return strcmp(finding->file, bug->file) == 0 && (!bug->line || finding->line == bug->line);
}

static bool outcome_was_seen(const struct report *report, const char *outcome)
{
	for (size_t i = 0; i < report->observations.count; i++) {
		const struct observation *observation = &report->observations.list[i];
		size_t j;
		json_t *peer;

		if (observation->tool || observation->verdict != VERDICT_FAILED)
			continue;
		json_array_foreach(json_object_get(observation->record, "peers"), j,
			peer) if (text_starts(jsonl_string(peer, "outcome", ""),
					  outcome)) return true;
	}
	return false;
}

static bool finding_was_made(const struct report *report, const struct bug *bug)
{
	for (size_t i = 0; i < report->findings.count; i++)
		if (finding_is_there(bug, &report->findings.list[i]))
			return true;
	return false;
}

static void list_findings(struct trial *trial, const struct report *report)
{
	for (size_t i = 0; i < report->findings.count; i++)
		tell(trial, "  found: %s at %s:%u (%s)", report->findings.list[i].kind,
			report->findings.list[i].file, report->findings.list[i].line,
			report->findings.list[i].scenario);
}

static void check_cause(struct trial *trial, const struct report *report)
{
	const struct bug *bug = &trial->bug;
	bool is_outcome = !finding_kind(bug->cause);

	/* Wrong output has no cause but the comparison, which the lost item shows. */
	if (strcmp(bug->cause, "output") == 0)
		return;
	if (is_outcome && !outcome_was_seen(report, bug->cause)) {
		tell(trial, "no scenario ended %s", bug->cause);
		return;
	}
	if (is_outcome && !bug->file[0])
		return;
	if (!finding_was_made(report, bug)) {
		tell(trial, "no finding of %s at %s:%u", bug->cause, bug->file, bug->line);
		list_findings(trial, report);
	}
}

static void count_in_patch(struct trial *trial, const struct report *report, struct validation *sum)
{
	const struct finding *first = report->faults.count ? report->faults.list[0].told : NULL;
	const enum bug_place place = bug_place_of(&trial->bug, trial->source, first);

	sum->bugs++;
	sum->places[place]++;
	if (place == BUG_ELSEWHERE)
		buf_printf(&trial->told, "      its first finding is elsewhere: %s at %s:%u\n",
			first ? first->kind : "none", first ? first->file : "",
			first ? first->line : 0);
}

static const char *const kind_names[] = { "reference", "variant", "bug" };

static void print_trial(struct trials *trials, const struct trial *trial)
{
	fprintf(trials->out, "%s %-9s %s", trial->held ? "ok   " : "FAIL ", kind_names[trial->kind],
		trial->kind == TRIAL_REFERENCE ? "" : trial->name);
	if (trial->kind == TRIAL_BUG) {
		fputs(" loses", trials->out);
		for (size_t i = 0; i < trial->bug.lost_count; i++)
			fprintf(trials->out, "%s %s", i ? "," : "", trial->bug.lost[i]);
	}
	fprintf(trials->out, "\n%s", trial->told.data);
	fflush(trials->out);
}

static void judge_trial(size_t index, int status, void *data)
{
	struct trials *trials = data;
	struct trial *trial = &trials->list[index];
	cleanup_buf struct buf why = BUF_INIT;
	struct report *report = NULL;

	trial->held = true;
	if (status != 0) {
		cleanup_free char *failure = file_join(trial->results, "failure.txt");
		cleanup_buf struct buf text = BUF_INIT;

		file_read(failure, &text, 1 << 16);
		tell(trial, "it could not be graded: %s",
			text.length ? text.data : "its process died");
	} else if (paperwork_load(trial->results, &report, &why) < 0) {
		tell(trial, "%s", why.data);
	} else if (trial->kind == TRIAL_BUG) {
		check_lost(trial, report);
		check_cause(trial, report);
		count_in_patch(trial, report, trials->sum);
	} else {
		check_full_marks(trial, report);
	}
	if (report)
		report_free(report);
	file_remove_tree(trial->results);
	print_trial(trials, trial);
	trials->sum->held += trial->held;
	trials->sum->failed += !trial->held;
}

/*** the rubric itself ***/

static void complain(struct trials *trials, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void complain(struct trials *trials, const char *format, ...)
{
	va_list args;

	fputs("FAIL  rubric    ", trials->out);
	va_start(args, format);
	vfprintf(trials->out, format, args);
	va_end(args);
	fputc('\n', trials->out);
	trials->sum->failed++;
}

static bool some_bug_loses(const struct trials *trials, const char *item)
{
	for (size_t i = 0; i < trials->count; i++)
		if (trials->list[i].kind == TRIAL_BUG && is_expected(&trials->list[i].bug, item))
			return true;
	return false;
}

static void check_rubric(struct trials *trials)
{
	const struct rubric *rubric = trials->course->rubric;
	unsigned failed = trials->sum->failed;
	size_t i;
	json_t *line;

	json_array_foreach(trials->course->oracle.list, i, line)
	{
		const char *scenario = jsonl_string(line, "scenario", "");
		unsigned times = 0;

		for (unsigned k = 0; k < rubric->items_count; k++)
			times += rubric_item_counts(&rubric->items[k], scenario);
		if (times != 1)
			complain(trials, "the scenario %s counts %u times, not once", scenario,
				times);
	}
	/* What does not build is no bug of the reference's: that item has none. */
	for (unsigned k = 0; k < rubric->items_count; k++)
		if (!rubric->items[k].build && !some_bug_loses(trials, rubric->items[k].id))
			complain(trials, "no bug loses the item '%s'", rubric->items[k].id);
	if (trials->sum->failed == failed) {
		fprintf(trials->out,
			"ok    rubric    every scenario counts once, every item is lost "
			"by some bug\n");
		trials->sum->held++;
	}
}

int validate(const struct course *course, unsigned jobs, FILE *out, struct validation *sum,
	struct buf *why)
{
	struct trials trials = {
		.course = course, .out = out, .sum = sum, .work = file_temp_dir()
	};
	int error = trials.work ? 0 : -errno;

	if (error) {
		buf_printf(why, "cannot make a temporary folder: %s", strerror(-error));
		return error;
	}
	add(&trials, TRIAL_REFERENCE, "reference")->source =
		xstrdup(course->assignment->paths.reference);
	add_variants(&trials);
	error = add_bugs(&trials, why);
	if (!error) {
		check_rubric(&trials);
		error = pool_run(&(struct pool){ .count = trials.count,
			.width = jobs,
			.data = &trials,
			.work = try_one,
			.done = judge_trial });
		if (error)
			buf_printf(why, "cannot go on: %s", strerror(-error));
	}
	release(&trials);
	return error;
}
