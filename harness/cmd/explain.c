/*
 * proctor explain: all that is known of one item of one submission.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "harness/base/text.h"
#include "harness/cmd/explain_item.h"
#include "harness/cmd/options.h"
#include "harness/cmd/results.h"
#include "harness/cmd/screen.h"
#include "harness/core/home.h"
#include "harness/core/yaml.h"
#include "harness/steps/folder.h"
#include "harness/steps/paperwork.h"

/* Names the submissions of a class folder, for who gave that in place of one of them. */
static void refuse_folder(const char *dir)
{
	enum { MOST = 8 };
	char **names = file_list(dir);
	cleanup_buf struct buf text = BUF_INIT;
	unsigned count = 0;
	cleanup_free char *total = NULL;

	for (char **name = names; name && *name; name++) {
		cleanup_free char *plan = xasprintf("%s/%s/plan.jsonl", dir, *name);

		if (!file_exists(plan))
			continue;
		if (count++ < MOST)
			buf_printf(&text, "%s%s", text.length ? ", " : "", *name);
	}
	file_list_free(names);
	total = text_count(count, "submission");
	if (!names)
		warn("cannot read the folder %s: %s", dir, strerror(errno));
	else if (count)
		warn("%s: holds the results of %s; name one of them: %s%s", dir, total, text.data,
			count > MOST ? ", …" : "");
	else
		warn("%s: there are no results of a grading", dir);
}

static bool saw(const struct report *report, const char *scenario)
{
	for (size_t i = 0; i < report->observations.count; i++)
		if (strcmp(report->observations.list[i].scenario, scenario) == 0)
			return true;
	return false;
}

/* By its id, or by the name of one of its scenarios, which reports show beside it. */
static const struct report_item *find_item(const struct report *report, const char *name)
{
	for (size_t i = 0; i < report->items_count; i++) {
		const struct report_item *item = &report->items[i];

		if (strcmp(item->rubric->id, name) == 0 ||
			(saw(report, name) && rubric_item_counts(item->rubric, name)))
			return item;
	}
	return NULL;
}

static void refuse_item(const struct report *report, const char *name)
{
	struct yaml_guess guess = { .word = name };
	cleanup_buf struct buf all = BUF_INIT;
	cleanup_free char *text = NULL;

	for (size_t i = 0; i < report->items_count; i++) {
		const char *id = report->items[i].rubric->id;

		yaml_guess_try(&guess, id);
		buf_printf(&all, "%s%s", i ? ", " : "", id);
	}
	text = yaml_guess_text(&guess);
	if (*text)
		warn("%s has no item '%s'%s", report->assignment, name, text);
	else
		warn("%s has no item '%s'; there are %s", report->assignment, name, all.data);
}

static void put_not_passed(
	const struct paper *paper, const struct report *report, const struct explain_place *place)
{
	bool any = false;

	for (size_t i = 0; i < report->items_count; i++) {
		const struct report_item *item = &report->items[i];

		if (item->judgement->verdict == VERDICT_PASSED)
			continue;
		if (any)
			paper_blank(paper);
		explain_whole_item(paper, report, item, place, false);
		any = true;
	}
	if (!any)
		paper_text(paper, "",
			"Every item is passed. Name an item to see what its scenarios looked at.",
			INK_PLAIN);
}

/* What `grade` calls the assignment of these results: its ID, when that leads to it. */
static char *assignment_word(const char *dir, const char *id)
{
	struct plan plan = { .assignment = NULL };
	cleanup_free char *ours = home_assignment(id);
	cleanup_free char *folder = ours ? realpath(ours, NULL) : NULL;
	cleanup_buf struct buf ignored = BUF_INIT;
	char *word;

	if (plan_load(dir, &plan, &ignored) < 0)
		return xstrdup(id);
	word = xstrdup(folder && strcmp(folder, plan.folder) == 0 ? id : plan.folder);
	plan_release(&plan);
	return word;
}

static int explain(const struct report *report, const char *dir, const char *name)
{
	const struct report_style style = screen_style(true);
	cleanup_buf struct buf text = BUF_INIT;
	const struct paper paper = {
		.out = &text,
		.width = style.width,
		.colour = style.colour,
	};
	cleanup_free char *assignment = assignment_word(dir, report->assignment);
	const struct explain_place place = { .dir = dir, .assignment = assignment };
	const struct report_item *item = name ? find_item(report, name) : NULL;

	if (name && !item) {
		refuse_item(report, name);
		return FAULT_EXIT_USAGE;
	}
	if (item)
		explain_whole_item(&paper, report, item, &place, true);
	else
		put_not_passed(&paper, report, &place);
	return screen_put(&text);
}

static int run_explain(int argc, char **argv)
{
	const struct verb *verb = verb_find("explain");
	int first = options_parse(verb, argc, argv, (struct option_spec[]){ { NULL } }, 1, 2);
	const char *dir = argv[first];
	cleanup_free char *plan = file_join(dir, "plan.jsonl");
	cleanup_buf struct buf why = BUF_INIT;
	struct report *report;
	int status;
	int error;

	if (!file_exists(plan)) {
		refuse_folder(dir);
		return FAULT_EXIT_USAGE;
	}
	error = paperwork_load(dir, &report, &why);
	if (error)
		return results_failed(error, why.data);
	status = explain(report, dir, first + 1 < argc ? argv[first + 1] : NULL);
	report_free(report);
	return status;
}

REGISTRY_ADD(verbs, verb) = {
	.name = "explain",
	.usage = "explain DIR/SUBMISSION [ITEM]",
	.about = "show all that is known of an item of a submission",
	.help = "\n"
		"DIR is what `proctor grade -o` or `proctor batch -o` made. Shows every scenario\n"
		"of the item, what was expected and seen, how each program ended and what it\n"
		"printed, who waited for what, what the analysers found, and the commands that\n"
		"show it again. Without ITEM: every item that is not passed.\n"
		"ITEM may also be the name of a scenario.\n"
		"\n"
		"Exit status: 0; 2 when there are no such results or no such item.\n",
	.run = run_explain,
};
