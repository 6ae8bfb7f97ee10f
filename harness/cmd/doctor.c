/*
 * proctor doctor: what this host can isolate and check, and how to get the rest.
 */
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/cmd/checkup.h"
#include "harness/cmd/options.h"
#include "harness/cmd/screen.h"
#include "harness/report/columns.h"
#include "harness/report/paper.h"

/* How a state is shown, named in JSON, and summed up. */
static const struct state_words {
	const char *sign;
	enum paper_ink ink;
	const char *word;
	const char *summary;
	enum fault_exit status;
} states[] = {
	[CHECKUP_FINE] = { "✓", INK_GOOD, "fine", "This host can grade with all evidence.",
		FAULT_EXIT_FULL },
	[CHECKUP_NOTE] = { "–", INK_FAINT, "note", "This host can grade with all evidence.",
		FAULT_EXIT_FULL },
	[CHECKUP_MISSING] = { "✗", INK_BAD, "missing",
		"This host can grade, but some evidence is missing: items that rest on it will be "
		"broken, which costs nobody points.",
		FAULT_EXIT_POINTS },
	[CHECKUP_FATAL] = { "✗", INK_BAD, "fatal",
		"This host cannot grade: no program can be built or run in a box.",
		FAULT_EXIT_BROKEN },
};

static unsigned widest_name(const struct checkup *checkup)
{
	unsigned widest = 0;

	for (size_t i = 0; i < checkup->count; i++)
		if (columns_of(checkup->lines[i].name) > widest)
			widest = columns_of(checkup->lines[i].name);
	return widest;
}

static void put_line(const struct paper *paper, const struct checkup_line *line, unsigned columns)
{
	const struct state_words *words = &states[line->state];
	cleanup_buf struct buf prefix = BUF_INIT;
	cleanup_buf struct buf body = BUF_INIT;
	struct paper inner = *paper;

	/* The sign alone is coloured: the text beside it is laid out on a paper of its own. */
	inner.out = &body;
	buf_printf(&prefix, "%s ", words->sign);
	columns_cell(&prefix, line->name, columns, false);
	buf_adds(&prefix, "  ");
	paper_text(&inner, prefix.data, line->says, INK_PLAIN);
	paper_ink(paper, words->ink, words->sign);
	buf_adds(paper->out, body.data + strlen(words->sign));
	if (line->advice) {
		inner = *paper;
		inner.indent = columns + 4;
		paper_text(&inner, "→ ", line->advice, INK_STRONG);
	}
}

static int print_text(const struct checkup *checkup)
{
	const struct report_style style = screen_style(true);
	cleanup_buf struct buf text = BUF_INIT;
	const struct paper paper = {
		.out = &text,
		.width = style.width,
		.colour = style.colour,
	};
	unsigned columns = widest_name(checkup);

	for (size_t i = 0; i < checkup->count; i++)
		put_line(&paper, &checkup->lines[i], columns);
	paper_blank(&paper);
	paper_text(&paper, "", states[checkup_worst(checkup)].summary, INK_STRONG);
	return screen_put(&text);
}

static int print_json(const struct checkup *checkup)
{
	const struct state_words *worst = &states[checkup_worst(checkup)];
	json_t *lines = json_array();
	cleanup_json json_t *whole = json_pack("{s:s, s:s, s:s, s:o}", "proctor", PROCTOR_VERSION,
		"state", worst->word, "summary", worst->summary, "checks", lines);
	cleanup_buf struct buf text = BUF_INIT;
	char *dump;

	for (size_t i = 0; i < checkup->count; i++) {
		const struct checkup_line *line = &checkup->lines[i];
		json_t *entry = json_pack("{s:s, s:s, s:o}", "name", line->name, "state",
			states[line->state].word, "says",
			jsonl_text(line->says, strlen(line->says)));

		if (line->advice)
			json_object_set_new(
				entry, "advice", jsonl_text(line->advice, strlen(line->advice)));
		json_array_append_new(lines, entry);
	}
	dump = json_dumps(whole, JSON_INDENT(2));
	buf_printf(&text, "%s\n", dump);
	free(dump);
	return screen_put(&text);
}

static int run_doctor(int argc, char **argv)
{
	const struct verb *verb = verb_find("doctor");
	const char *format = "terminal";
	const struct option_spec specs[] = {
		{ "format", 'f', OPTION_TEXT, &format },
		OPTION_REQUIRE,
		{ NULL },
	};
	cleanup_checkup struct checkup checkup = CHECKUP_INIT;
	bool json;
	int status;

	options_parse(verb, argc, argv, specs, 0, 0);
	json = strcmp(format, "json") == 0;
	if (!json && strcmp(format, "terminal") != 0)
		options_refuse(verb, "there is no format '%s', only terminal and json", format);
	checkup_host(&checkup);
	checkup_box(&checkup);
	checkup_assignments(&checkup);
	status = json ? print_json(&checkup) : print_text(&checkup);
	return status ? status : (int)states[checkup_worst(&checkup)].status;
}

REGISTRY_ADD(verbs, verb) = {
	.name = "doctor",
	.usage = "doctor [--format terminal|json] [--require MODE]",
	.about = "tell what this host can isolate and check",
	.help = "\n"
		"Tries what grading needs: boxes, the system call filter, settling, stacks, the\n"
		"compiler and Valgrind in a box. Where something is missing it says how to get "
		"it.\n"
		"\n"
		"  -f, --format NAME  terminal or json\n"
		"  --require MODE     less isolation than full, root or plain is fatal\n"
		"\n"
		"Exit status: 0 all is there, 1 some evidence cannot be had, 3 nothing can be "
		"graded.\n",
	.run = run_doctor,
};
