#include "tests/unit/report_fixture.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/fault.h"
#include "harness/base/jsonl.h"

/* An item of the rubric; one pattern, kind and requirement each will do. */
static const struct fixture_item {
	const char *id, *title, *hint, *read;
	const char *scenarios, *findings, *requires;
	double points;
	bool build, share, extra, staff;
} items[FIXTURE_ITEMS] = {
	[FIXTURE_BUILDS] = {
		.id = "builds",
		.title = "The program compiles",
		.hint = "Start with the first error: the others often follow from it.",
		.points = 10,
		.build = true,
	},
	[FIXTURE_LINES] = {
		.id = "lines",
		.title = "Every line comes back in upper case, in the order of the input",
		.scenarios = "lines/*",
		.points = 20,
	},
	[FIXTURE_EOF] = {
		.id = "eof",
		.title = "The child sees end of file",
		.hint = "A reader sees end of file only when every copy of the write end is "
			"closed, in every process.",
		.read = "pipe(7)",
		.scenarios = "eof/*",
		.points = 15,
	},
	[FIXTURE_OUTPUT] = {
		.id = "output",
		.title = "The last line counts the lines",
		.scenarios = "output/*",
		.points = 10,
		.share = true,
	},
	[FIXTURE_RACES] = {
		.id = "no-races",
		.title = "No two tasks touch shared data unordered",
		.findings = "race",
		.points = 20,
	},
	[FIXTURE_SIGPIPE] = {
		.id = "sigpipe",
		.title = "A reader that leaves ends the program with a message, 写入 <&> \"]]>\"",
		.hint = "never shown while the item is skipped",
		.scenarios = "sigpipe/*",
		.requires = "eof",
		.points = 10,
	},
	[FIXTURE_LIMITS] = {
		.id = "limits",
		.title = "Lines of up to 1 MiB",
		.scenarios = "limits/*",
		.points = 10,
	},
	[FIXTURE_SECRET] = {
		.id = "secret",
		.title = "Nothing is hard-wired",
		.scenarios = "secret/*",
		.points = 5,
		.staff = true,
	},
	[FIXTURE_BONUS] = {
		.id = "bonus",
		.title = "A hundred children",
		.scenarios = "bonus/*",
		.points = 5,
		.extra = true,
	},
};

static const char *const scenarios[] = {
	"bonus/hundred_children",
	"eof/child_stops_when_input_ends",
	"eof/many_children_stop",
	"limits/long_line",
	"lines/one",
	"lines/order",
	"output/counts_empty_input",
	"output/counts_last_line",
	"output/counts_lines",
	"secret/fresh_words",
	"sigpipe/reader_leaves",
};

enum { SCENARIOS = sizeof(scenarios) / sizeof(*scenarios) };

#define PASSES(scenario)                                                                           \
	"{\"scenario\":\"" scenario "\",\"about\":\"It works\",\"verdict\":\"passed\","            \
	"\"wall_ms\":12.4}\n"

#define DEADLOCK(scenario, about, children)                                                        \
	"{\"scenario\":\"" scenario "\",\"about\":\"" about "\",\"verdict\":\"failed\","           \
	"\"reason\":\"outcome of relay: expected EXITED(0), seen DEADLOCKED\",\"wall_ms\":1500,"   \
	"\"expectations\":[{\"met\":true,\"what\":\"output of relay\",\"expected\":\"\","          \
	"\"seen\":\"\",\"at\":\"scenarios.c:40\"},"                                                \
	"{\"met\":false,\"what\":\"outcome of relay\",\"expected\":\"EXITED(0)\","                 \
	"\"seen\":\"DEADLOCKED\",\"read\":\"fork(2)\",\"at\":\"scenarios.c:41\"}],"                \
	"\"peers\":[{\"name\":\"relay\",\"argv\":[\"relay\",\"-n\",\"" children "\"],\"pid\":2,"   \
	"\"program\":\"student\",\"outcome\":\"DEADLOCKED\",\"cause\":\"see waits\","              \
	"\"stdout\":\"\",\"stderr\":\"\"}],"                                                       \
	"\"waits\":[{\"peer\":\"relay\",\"pid\":3,\"tid\":3,\"parent\":2,\"task\":\"child 3\","    \
	"\"call\":\"read\",\"on\":\"the read end of a pipe (descriptor 3)\","                      \
	"\"why\":\"End of file never comes, because a write end of that pipe is still open: "      \
	"child 3 itself holds it as descriptor 4\",\"advice\":\"Close descriptor 4 after "         \
	"fork().\",\"frames\":[{\"file\":\"\",\"line\":0,\"function\":\"read\"},"                  \
	"{\"file\":\"relay.c\",\"line\":41,\"function\":\"work\"},"                                \
	"{\"file\":\"relay.c\",\"line\":88,\"function\":\"main\"}]}]}\n"

/* What a student printed: escape sequences, CDATA's end, a bell, a wide sign. */
#define OUTPUT                                                                                     \
	"{\"scenario\":\"output/counts_lines\",\"about\":\"The last line of the output is lines: " \
	"N\",\"verdict\":\"failed\",\"reason\":\"output of relay differs in line 3\","             \
	"\"wall_ms\":3.2,"                                                                         \
	"\"expectations\":[{\"met\":false,\"what\":\"output of relay\","                           \
	"\"expected\":\"ALPHA\\n  BETA\\nlines: 2\\n\","                                           \
	"\"seen\":\"ALPHA\\n  BETA\\nlines: 3 \\n\\u001b[2J]]> 🦊 "                              \
	"\\u0007\\ufffe\\u202egrin\\n\","                                                          \
	"\"read\":\"getline(3)\",\"at\":\"scenarios.c:60\"}],"                                     \
	"\"peers\":[{\"name\":\"relay\",\"argv\":[\"relay\"],\"program\":\"student\","             \
	"\"outcome\":\"SIGNALLED(11)\",\"cause\":\"was killed by signal 11 (SIGSEGV)\","           \
	"\"stdout\":\"\",\"stderr\":\"relay: done\\n\\u001b]0;owned\\u0007\\n\"}],"                \
	"\"denied\":[{\"what\":\"DENIED(shmget)\",\"kind\":\"mechanism\","                         \
	"\"why\":\"this assignment allows anonymous pipes, not System V shared memory\"},"         \
	"{\"what\":\"DENIED(ptrace)\",\"kind\":\"never\",\"why\":\"no assignment needs it\"}]}\n"

#define SECRET                                                                                     \
	"{\"scenario\":\"secret/fresh_words\",\"about\":\"Fresh words\",\"verdict\":\"failed\","   \
	"\"reason\":\"the words were known\"}\n"

#define BROKEN                                                                                     \
	"{\"scenario\":\"limits/long_line\",\"about\":\"A line of 1 MiB\",\"verdict\":\"broken\"," \
	"\"reason\":\"the box could not be opened: no space left on device\"}\n"

static const char mixed[] = PASSES("bonus/hundred_children") DEADLOCK("eof/many_children_stop",
	"Every child sees end of file", "it's") DEADLOCK("eof/child_stops_when_input_ends",
	"The child sees end of file once every write end is closed", "3") BROKEN PASSES("lines/one")
	PASSES("lines/order") PASSES("output/counts_empty_input") PASSES("output/counts_last_line")
		OUTPUT SECRET PASSES("sigpipe/reader_leaves");

static const char all_pass[] = PASSES("bonus/hundred_children")
	PASSES("eof/child_stops_when_input_ends") PASSES("eof/many_children_stop")
		PASSES("limits/long_line") PASSES("lines/one") PASSES("lines/order")
			PASSES("output/counts_empty_input") PASSES("output/counts_last_line")
				PASSES("output/counts_lines") PASSES("secret/fresh_words")
					PASSES("sigpipe/reader_leaves");

/* In report_fixture(): an unconfirmed one first, so that indexes shift without it. */
static const char *const findings =
	"{\"analyser\":\"drd\",\"kind\":\"race\",\"file\":\"relay.c\",\"line\":12,"
	"\"function\":\"setup\",\"message\":\"Conflicting store.\",\"hint\":\"\",\"read\":\"\","
	"\"scenario\":\"lines/order\",\"repeat\":\"\",\"confirmed\":false}\n"
	"{\"analyser\":\"explorer\",\"kind\":\"race\",\"file\":\"relay.c\",\"line\":63,"
	"\"function\":\"count\",\"message\":\"Two children add to `total` and nothing orders "
	"them\",\"hint\":\"Guard `total` with a semaphore that both share.\","
	"\"read\":\"sem_overview(7)\",\"scenario\":\"lines/order\","
	"\"repeat\":\"proctor replay runs/ann lines/order 17\",\"confirmed\":true}\n"
	"{\"analyser\":\"helgrind\",\"kind\":\"race\",\"file\":\"relay.c\",\"line\":63,"
	"\"function\":\"count\",\"message\":\"Possible data race.\",\"hint\":\"\",\"read\":\"\","
	"\"scenario\":\"lines/order\",\"repeat\":\"\",\"confirmed\":true}\n"
	"{\"analyser\":\"residue\",\"kind\":\"zombie\",\"file\":\"relay.c\",\"line\":90,"
	"\"function\":\"main\",\"message\":\"Child 4 ended and nobody waited for it\","
	"\"hint\":\"Call waitpid() once for each child.\",\"read\":\"wait(2)\","
	"\"scenario\":\"lines/one\",\"repeat\":\"\",\"confirmed\":true}\n"
	"{\"analyser\":\"memcheck\",\"kind\":\"leak\",\"file\":\"relay.c\",\"line\":20,"
	"\"function\":\"\",\"message\":\"120 bytes are never freed\",\"hint\":\"\",\"read\":\"\","
	"\"scenario\":\"\",\"repeat\":\"\",\"confirmed\":true}\n";

static const char *const compile_errors =
	"{\"analyser\":\"gcc\",\"kind\":\"compile-error\",\"file\":\"relay.c\",\"line\":33,"
	"\"function\":\"main\",\"message\":\"'fd' undeclared (first use in this function)\","
	"\"hint\":\"\",\"read\":\"\",\"scenario\":\"\",\"repeat\":\"\",\"confirmed\":true}\n"
	"{\"analyser\":\"gcc\",\"kind\":\"compile-error\",\"file\":\"relay.c\",\"line\":35,"
	"\"function\":\"main\",\"message\":\"expected ';' before 'return'\",\"hint\":\"\","
	"\"read\":\"\",\"scenario\":\"\",\"repeat\":\"\",\"confirmed\":true}\n";

static char *copy(const char *text)
{
	return text ? xstrdup(text) : NULL;
}

static void copy_list(const char *text, char ***list, unsigned *count)
{
	if (!text)
		return;
	*list = xcalloc(1, sizeof(**list));
	(*list)[0] = xstrdup(text);
	*count = 1;
}

static void make_item(const struct fixture_item *from, struct rubric_item *item)
{
	*item = (struct rubric_item){
		.id = copy(from->id),
		.title = copy(from->title),
		.points = from->points,
		.build = from->build,
		.share = from->share,
		.extra = from->extra,
		.visible = from->staff ? RUBRIC_STAFF : RUBRIC_STUDENT,
		.hint = copy(from->hint),
		.read = copy(from->read),
	};
	copy_list(from->scenarios, &item->scenarios, &item->scenarios_count);
	copy_list(from->findings, &item->findings, &item->findings_count);
	copy_list(from->requires, &item->requires, &item->requires_count);
}

/* All of it on the heap, as rubric_load() makes it. */
static struct rubric *make_rubric(void)
{
	struct rubric *rubric = xcalloc(1, sizeof(*rubric));

	rubric->assignment = xstrdup("pipe-relay");
	rubric->title = xstrdup("Relay lines through a pipe");
	rubric->items = xcalloc(FIXTURE_ITEMS, sizeof(*rubric->items));
	rubric->items_count = FIXTURE_ITEMS;
	for (unsigned i = 0; i < FIXTURE_ITEMS; i++)
		make_item(&items[i], &rubric->items[i]);
	rubric->deductions = xcalloc(1, sizeof(*rubric->deductions));
	rubric->deductions_count = 1;
	rubric->deductions[0] = (struct rubric_deduction){
		.finding = xstrdup("zombie"),
		.points = 2,
		.cap = 6,
		.title = xstrdup("Children are waited for"),
	};
	return rubric;
}

static void load(struct report *report, const char *runs, const char *found)
{
	cleanup_buf struct buf why = BUF_INIT;
	cleanup_json json_t *lines = NULL;
	cleanup_json json_t *more = NULL;

	cr_assert_eq(jsonl_parse(runs, strlen(runs), "runs", &lines, &why), 0, "%s", why.data);
	cr_assert_eq(observations_from_json(lines, &report->observations, &why), 0, "%s", why.data);
	cr_assert_eq(jsonl_parse(found, strlen(found), "found", &more, &why), 0, "%s", why.data);
	cr_assert_eq(findings_from_json(more, &report->findings, &why), 0, "%s", why.data);
}

static void judge_and_score(struct report *report)
{
	const struct evidence evidence = {
		.build = report->build,
		.build_reason = report->build_reason,
		.observations = &report->observations,
		.findings = &report->findings,
		.scenarios = scenarios,
		.scenarios_count = SCENARIOS,
	};

	judge(report->rubric, &evidence, &report->judgements);
	faults_merge(&report->findings, &report->faults);
	score(report->rubric, &report->judgements, &report->findings, &report->score);
	report->items = xcalloc(FIXTURE_ITEMS, sizeof(*report->items));
	report->items_count = FIXTURE_ITEMS;
	for (size_t i = 0; i < FIXTURE_ITEMS; i++) {
		const struct judgement *judgement = &report->judgements.list[i];

		report->items[i] = (struct report_item){
			.rubric = &report->rubric->items[i],
			.judgement = judgement,
			.points = report->score.items[i].points,
			.possible = report->score.items[i].possible,
		};
		report->broken = report->broken || judgement->verdict == VERDICT_BROKEN;
	}
}

static struct report *make(
	const char *submission, const char *build_reason, const char *runs, const char *found)
{
	struct report *report = xcalloc(1, sizeof(*report));

	report->assignment = xstrdup("pipe-relay");
	report->title = xstrdup("Relay lines through a pipe");
	report->submission = xstrdup(submission);
	report->digest =
		xstrdup("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
	report->mode = xstrdup("full");
	report->build = *build_reason ? VERDICT_FAILED : VERDICT_PASSED;
	report->build_reason = xstrdup(build_reason);
	report->rubric = make_rubric();
	report->tools = xcalloc(2, sizeof(*report->tools));
	report->tools_count = 2;
	report->tools[0] = (struct report_tool){ xstrdup("gcc"), xstrdup("12.2.0") };
	report->tools[1] = (struct report_tool){ xstrdup("valgrind"), xstrdup("3.19.0") };
	report->cpu_seconds = 2.8996;
	load(report, runs, found);
	judge_and_score(report);
	return report;
}

struct report *report_fixture(void)
{
	return make("=cmd|'/C calc'!A1, \"Ünï\" 🦊", "", mixed, findings);
}

struct report *report_fixture_full(void)
{
	return make("ann", "", all_pass, "");
}

struct report *report_fixture_unbuilt(void)
{
	return make("bob", "relay does not compile: 2 errors in relay.c", "", compile_errors);
}

char *report_fixture_write(
	const struct report *report, const char *format, struct report_style style)
{
	const struct report_format *writer = report_format(format);
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	cr_assert_not_null(writer, "no format '%s'", format);
	cr_assert_eq(writer->write(report, &style, out), 0);
	fclose(out);
	cr_assert_eq(strlen(text), length, "NUL in the report");
	return text;
}
