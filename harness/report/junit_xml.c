#include "harness/report/junit_xml.h"

#include <math.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/report/evidence.h"
#include "harness/report/explain.h"
#include "harness/report/output.h"
#include "harness/report/refused.h"
#include "harness/report/visible.h"
#include "harness/report/xml_text.h"

/* Columns of the explanations; web pages show them unbroken. */
enum { JUNIT_WIDTH = 100 };

static const char *const elements[] = {
	[VERDICT_FAILED] = "failure",
	[VERDICT_SKIPPED] = "skipped",
	[VERDICT_BROKEN] = "error",
};

/* One document on its way. */
struct junit {
	const struct report *report;
	const struct report_style *style;
	enum junit_dialect dialect;
	struct buf *out;
};

static size_t count_of(const struct junit *junit, enum verdict verdict)
{
	size_t count = 0;

	for (size_t i = 0; i < junit->report->items_count; i++) {
		const struct report_item *item = &junit->report->items[i];

		if (visible_item(junit->style, item) && item->judgement->verdict == verdict)
			count++;
	}
	return count;
}

static void add_count(struct buf *out, const char *name, size_t count)
{
	buf_printf(out, " %s=\"%zu\"", name, count);
}

/* Not printf("%f"), which writes a comma in some locales. */
static void add_time(struct buf *out, double ms)
{
	unsigned long whole = ms > 0 ? (unsigned long)lround(ms) : 0;

	buf_printf(out, " time=\"%lu.%03lu\"", whole / 1000, whole % 1000);
}

/* The time of all runs of the item's scenarios. */
static double item_ms(const struct report *report, const struct rubric_item *item)
{
	double ms = 0;

	for (size_t i = 0; i < report->observations.count; i++) {
		const struct observation *o = &report->observations.list[i];

		if (rubric_item_counts(item, o->scenario))
			ms += jsonl_number(o->record, "wall_ms", 0);
	}
	return ms;
}

static double all_ms(const struct junit *junit)
{
	double ms = 0;

	for (size_t i = 0; i < junit->report->items_count; i++)
		if (visible_item(junit->style, &junit->report->items[i]))
			ms += item_ms(junit->report, junit->report->items[i].rubric);
	return ms;
}

/* GitLab takes two cases of one name for one case. */
static char *unique_name(const struct report *report, const struct report_item *item)
{
	unsigned before = 0;

	for (const struct report_item *i = report->items; i < item; i++)
		before += strcmp(i->rubric->id, item->rubric->id) == 0;
	if (before > 0)
		return xasprintf("%s (%u): %s", item->rubric->id, before + 1, item->rubric->title);
	return xasprintf("%s: %s", item->rubric->id, item->rubric->title);
}

static void put_verdict(const struct junit *junit, const struct report_item *item)
{
	cleanup_free char *text = explain_text(junit->report, junit->style, item, JUNIT_WIDTH);
	const char *element = elements[item->judgement->verdict];
	cleanup_buf struct buf message = BUF_INIT;

	evidence_summary(junit->report, item, &message);
	buf_printf(junit->out, "      <%s", element);
	xml_attribute(junit->out, "message", message.data);
	if (item->judgement->verdict == VERDICT_SKIPPED) {
		buf_adds(junit->out, "/>\n");
		return;
	}
	xml_attribute(junit->out, "type", evidence_type(junit->report, item));
	buf_addch(junit->out, '>');
	xml_text(junit->out, text);
	buf_printf(junit->out, "</%s>\n", element);
}

static void put_case(const struct junit *junit, const struct report_item *item)
{
	cleanup_free char *class_name =
		xasprintf("%s.%s", junit->report->assignment, junit->report->submission);
	cleanup_free char *name = unique_name(junit->report, item);
	struct evidence_place place;

	buf_adds(junit->out, "    <testcase");
	xml_attribute(junit->out, "classname", class_name);
	xml_attribute(junit->out, "name", name);
	if (junit->dialect == JUNIT_GITLAB && evidence_place(junit->report, item, &place))
		xml_attribute(junit->out, "file", place.file);
	add_time(junit->out, item_ms(junit->report, item->rubric));
	if (item->judgement->verdict == VERDICT_PASSED) {
		buf_adds(junit->out, "/>\n");
		return;
	}
	buf_adds(junit->out, ">\n");
	put_verdict(junit, item);
	buf_adds(junit->out, "    </testcase>\n");
}

static void put_property(struct buf *out, const char *name, const char *value)
{
	buf_adds(out, "      <property");
	xml_attribute(out, "name", name);
	xml_attribute(out, "value", value ? value : "");
	buf_adds(out, "/>\n");
}

static void put_properties(const struct junit *junit)
{
	const struct report *report = junit->report;
	cleanup_free char *score = text_points(report->score.score);
	cleanup_free char *possible = text_points(report->score.possible);
	cleanup_free char *points = xasprintf("%s/%s", score, possible);

	buf_adds(junit->out, "    <properties>\n");
	put_property(junit->out, "points", points);
	put_property(junit->out, "digest", report->digest);
	put_property(junit->out, "isolation", report->mode);
	for (size_t i = 0; i < report->tools_count; i++)
		put_property(junit->out, report->tools[i].name, report->tools[i].version);
	buf_adds(junit->out, "    </properties>\n");
}

static size_t cases(const struct junit *junit)
{
	return count_of(junit, VERDICT_PASSED) + count_of(junit, VERDICT_FAILED) +
	       count_of(junit, VERDICT_SKIPPED) + count_of(junit, VERDICT_BROKEN);
}

/* The schema has no `skipped` on testsuites. */
static void put_totals(const struct junit *junit, bool skipped)
{
	xml_attribute(junit->out, "name", junit->report->assignment);
	add_count(junit->out, "tests", cases(junit));
	add_count(junit->out, "failures", count_of(junit, VERDICT_FAILED));
	add_count(junit->out, "errors", count_of(junit, VERDICT_BROKEN));
	if (skipped)
		add_count(junit->out, "skipped", count_of(junit, VERDICT_SKIPPED));
	add_time(junit->out, all_ms(junit));
	buf_adds(junit->out, ">\n");
}

/* What belongs to no item alone. */
static void put_refused(const struct junit *junit)
{
	cleanup_buf struct buf lines = BUF_INIT;

	refused_lines(junit->report, junit->style, &lines);
	if (lines.length == 0)
		return;
	buf_adds(junit->out, "    <system-out>");
	xml_text(junit->out, refused_title);
	xml_text(junit->out, "\n");
	xml_text(junit->out, lines.data);
	buf_adds(junit->out, "</system-out>\n");
}

int junit_xml_write(const struct report *report, const struct report_style *style,
	enum junit_dialect dialect, FILE *out)
{
	cleanup_buf struct buf text = BUF_INIT;
	struct junit junit = { report, style, dialect, &text };

	buf_adds(&text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
	put_totals(&junit, false);
	buf_adds(&text, "  <testsuite");
	put_totals(&junit, true);
	put_properties(&junit);
	for (size_t i = 0; i < report->items_count; i++)
		if (visible_item(style, &report->items[i]))
			put_case(&junit, &report->items[i]);
	put_refused(&junit);
	buf_adds(&text, "  </testsuite>\n</testsuites>\n");
	return output_text(&text, out);
}
