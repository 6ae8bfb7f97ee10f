/*
 * Whose bytes: what the steps left in a results folder: outputs, command lines, names, waits,
 * findings of a student's program. Each of the texts is a student's; the lines themselves
 * may have been written by whoever owns the folder.
 * Who reads them: analyse(), mark_judge(), mark_score(), paperwork_load() and every report
 * format (steps/, analyse/, report/).
 * What must hold: each step takes what is there or refuses it with a sentence; the score lies
 * between 0 and all points; every format can be written, is well-formed for its reader
 * (expat, jansson, a spreadsheet, a terminal), and moves no terminal.
 *
 * The bytes are lines; the first character of each tells whose file the rest belongs to:
 * p plan, c collect, b build, r run, a analyse, j judge, s score.  Files that no line
 * belongs to are made by their step, or are the fixed ones below.
 *
 * Options: -max_len=8192
 */
#include "harness/report/report.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/steps/analyse.h"
#include "harness/steps/folder.h"
#include "harness/steps/mark.h"
#include "harness/steps/paperwork.h"
#include "tests/fuzz/fuzz.h"

static const char assignment_yaml[] = "id: a\ntitle: Title\nmechanisms: []\n"
				      "programs:\n  - name: relay\n    sources: ['*.c']\n";

/* Every way for an item to be decided and shown. */
static const char rubric_yaml[] =
	"assignment: a\ntitle: Title\nitems:\n"
	"  - {id: builds, title: It builds, points: 10, build: yes}\n"
	"  - {id: lines, title: Lines, points: 20, scenarios: ['lines/*'], requires: [builds]}\n"
	"  - {id: shared, title: Shared, points: 7.5, scenarios: ['*'], share: yes}\n"
	"  - {id: races, title: Races, points: 5, findings: [race, deadlock], hint: H, read: "
	"pipe(7)}\n"
	"  - {id: within, title: Within, points: 5, findings: [leak], within: ['lines/*']}\n"
	"  - {id: secret, title: Secret, points: 5, scenarios: ['eof/*'], visible: staff}\n"
	"  - {id: bonus, title: Bonus, points: 5, scenarios: ['eof/*'], extra: yes}\n"
	"deductions:\n"
	"  - {finding: zombie, points: 2, cap: 3, title: Zombies}\n"
	"  - {finding: compile-error, points: 1, title: Errors}\n";

enum { POINTS = 10 + 20 + 5 + 5 + 5 + 5 + 8 };

static const char *const names[] = {
	['p'] = "plan",
	['c'] = "collect",
	['b'] = "build",
	['r'] = "run",
	['a'] = "analyse",
	['j'] = "judge",
	['s'] = "score",
};

enum { NAMES = sizeof(names) / sizeof(*names) };

/*** the folder ***/

static char *assignment_folder(void)
{
	static bool made;
	cleanup_free char *folder = fuzz_file("assignment", NULL, 0);
	cleanup_free char *assignment = fuzz_file("assignment/assignment.yaml", NULL, 0);
	cleanup_free char *rubric = fuzz_file("assignment/rubric.yaml", NULL, 0);

	if (!made) {
		HOLDS(mkdir(folder, 0700) == 0);
		free(fuzz_file(
			"assignment/assignment.yaml", assignment_yaml, strlen(assignment_yaml)));
		free(fuzz_file("assignment/rubric.yaml", rubric_yaml, strlen(rubric_yaml)));
		made = true;
	}
	return steal_pointer(folder);
}

static void sort_lines(const uint8_t *data, size_t size, struct buf files[NAMES])
{
	while (size) {
		const uint8_t *newline = memchr(data, '\n', size);
		size_t length = newline ? (size_t)(newline - data) + 1 : size;

		if (data[0] < NAMES && names[data[0]])
			buf_add(&files[data[0]], data + 1, length - 1);
		data += length;
		size -= length;
	}
}

/* A plan may say anything but where the assignment lies, for that is not the tree's. */
static void set_plan(struct buf *plan, const char *folder)
{
	cleanup_json json_t *lines = NULL;
	cleanup_json json_t *otherwise = json_pack(
		"{s:s, s:s, s:s, s:s, s:[s, s, s], s:[{s:s, s:s}]}", "stage", "plan", "assignment",
		"a", "submission", "ann", "mode", "full", "scenarios", "lines/all", "lines/empty",
		"eof/stops", "tools", "name", "gcc", "version", "12");
	cleanup_buf struct buf ignored = BUF_INIT;
	json_t *line = otherwise;

	if (jsonl_parse(plan->data, plan->length, "plan", &lines, &ignored) == 0 &&
		json_is_object(json_array_get(lines, 0)))
		line = json_array_get(lines, 0);
	json_object_set_new(line, "folder", json_string(folder));
	buf_reset(plan);
	jsonl_add(plan, line);
}

static void write_file(const char *name, const struct buf *text, const char *otherwise)
{
	cleanup_free char *path = NULL;
	char file[32];

	snprintf(file, sizeof(file), "%s.jsonl", name);
	path = text->length ? fuzz_file(file, text->data, text->length)
			    : fuzz_file(file, otherwise, strlen(otherwise));
}

/*** the steps ***/

/* Whether a step has done its work; it refuses with a sentence, or not at all. */
static bool did(int error, const struct buf *why)
{
	HOLDS(error <= 0);
	HOLDS(error ? why->length > 0 && fuzz_is_line(why->data) : why->length == 0);
	return error == 0;
}

static struct report *make_report(const struct rubric *rubric, struct buf files[NAMES])
{
	const char *dir = fuzz_folder();
	cleanup_buf struct buf why = BUF_INIT;
	struct report *report = NULL;

	if (!files['a'].length && !did(analyse(dir, &why), &why))
		return NULL;
	if (!files['j'].length && !did(mark_judge(rubric, dir, &why), &why))
		return NULL;
	if (!files['s'].length && !did(mark_score(rubric, dir, &why), &why))
		return NULL;
	if (!did(paperwork_load(dir, &report, &why), &why))
		return NULL;
	HOLDS(report);
	HOLDS(files['s'].length || (report->score.score >= 0 && report->score.score <= POINTS));
	return report;
}

/*** the formats ***/

static void check_xml(const char *text, size_t length)
{
	XML_Parser parser = XML_ParserCreate(NULL);

	HOLDS(XML_Parse(parser, text, (int)length, 1) == XML_STATUS_OK);
	XML_ParserFree(parser);
}

static void check_json(const char *text, size_t length)
{
	cleanup_json json_t *document = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);

	HOLDS(json_is_object(document) && json_is_number(json_object_get(document, "score")));
}

static void check_terminal(const char *text, size_t length)
{
	cleanup_free char *copy = fuzz_string((const uint8_t *)text, length);
	char *rest = copy;
	char *line;

	HOLDS(strlen(copy) == length);
	while ((line = strsep(&rest, "\n")))
		HOLDS(fuzz_is_line(line));
}

/* RFC 4180: every row has as many cells, and none is a formula. */
static void check_csv(const char *text, size_t length)
{
	const char *c = text, *end = text + length;
	size_t cells = 0, first = 0;

	while (c < end) {
		bool quoted = *c == '"';

		c += quoted;
		HOLDS(c < end && !(*c && strchr(quoted ? "=+-@\t\r\n" : "=+-@\t", *c)));
		while (quoted && (*c != '"' || (c + 1 < end && c[1] == '"'))) {
			c += 1 + (*c == '"');
			HOLDS(c < end);
		}
		c += quoted;
		while (!quoted && c < end && !strchr(",\r\n", *c))
			HOLDS(*c++ != '"');
		HOLDS(c < end && strchr(",\r\n", *c));
		cells++;
		if (*c++ == ',')
			continue;
		c += c < end && c[-1] == '\r' && *c == '\n';
		first = first ? first : cells;
		HOLDS(cells == first);
		cells = 0;
	}
}

static const struct {
	const char *format;
	void (*check)(const char *text, size_t length);
} checks[] = {
	{ "terminal", check_terminal },
	{ "json", check_json },
	{ "gradescope", check_json },
	{ "junit", check_xml },
	{ "gitlab", check_xml },
	{ "csv", check_csv },
};

static void check_text(const char *format, const char *text, size_t length)
{
	HOLDS(fuzz_is_utf8(text, length));
	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++)
		if (strcmp(checks[i].format, format) == 0)
			checks[i].check(text, length);
}

static void check_format(
	const struct report *report, const struct report_format *format, bool staff)
{
	const struct report_style style = { .staff = staff, .width = staff ? 0 : 40 };
	cleanup_free char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	HOLDS(out && format->write(report, &style, out) == 0);
	fclose(out);
	check_text(format->name, text, length);
}

static void check_class(const struct report *report)
{
	const struct report_style style = { .width = 80 };
	struct report_row row;
	cleanup_free char *csv = NULL;
	cleanup_free char *table = NULL;
	size_t csv_length = 0, table_length = 0;
	FILE *csv_out = open_memstream(&csv, &csv_length);
	FILE *table_out = open_memstream(&table, &table_length);

	report_row_fill(report, &row);
	HOLDS(report_class_csv(&row, 1, csv_out) == 0);
	report_class_table(&row, 1, &style, table_out);
	report_row_release(&row);
	fclose(csv_out);
	fclose(table_out);
	check_csv(csv, csv_length);
	check_terminal(table, table_length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *folder = assignment_folder();
	cleanup_free char *rubric_path = file_join(folder, "rubric.yaml");
	cleanup_buf struct buf why = BUF_INIT;
	struct buf files[NAMES];
	static struct rubric *rubric;
	struct report *report;
	int next = fuzz_next_fd();

	for (size_t i = 0; i < NAMES; i++)
		files[i] = (struct buf)BUF_INIT;
	HOLDS(rubric || rubric_load(rubric_path, &rubric, &why) == 0);
	sort_lines(data, size, files);
	set_plan(&files['p'], folder);
	for (size_t i = 0; i < NAMES; i++)
		if (names[i])
			write_file(names[i], &files[i],
				i == 'c' ? "{\"stage\":\"collect\",\"digest\":\"00\"}\n" : "");
	report = make_report(rubric, files);
	if (report) {
		registry_each (report_formats, report_format, format) {
			check_format(report, format, false);
			check_format(report, format, true);
		}
		check_class(report);
	}
	report_free(report);
	for (size_t i = 0; i < NAMES; i++)
		buf_release(&files[i]);
	HOLDS(fuzz_next_fd() == next);
	return 0;
}
