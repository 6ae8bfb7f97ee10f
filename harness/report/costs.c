#include "harness/report/costs.h"

#include <string.h>

#include "harness/base/buf.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/report/evidence.h"
#include "harness/report/visible.h"

/* Kinds that say how a run ended, or what it left; then with what the scenario asked. */
static const struct run_kind {
	const char *kind;
	const char *asked; /* how the unmet expectation begins; NULL: whatever it was */
} run_kinds[] = {
	{ "deadlock", NULL },
	{ "spinning", NULL },
	{ "signal-death", NULL },
	{ "limit", NULL },
	{ "denied", NULL },
	{ "zombie", "what is left" },
	{ "left-over", "what is left" },
	{ "ipc-left", "what is left" },
	{ "wrong-output", NULL },
	{ "wrong-status", "outcome of" },
};

static const struct run_kind *run_kind(const char *kind)
{
	for (size_t i = 0; i < sizeof(run_kinds) / sizeof(*run_kinds); i++)
		if (strcmp(run_kinds[i].kind, kind) == 0)
			return &run_kinds[i];
	return NULL;
}

/* Whether that analyser is a tool: what it says is not of the run that decided. */
static bool is_tool(const struct report *report, const char *analyser)
{
	for (size_t i = 0; i < report->observations.count; i++)
		if (report->observations.list[i].tool &&
			strcmp(report->observations.list[i].tool, analyser) == 0)
			return true;
	return false;
}

static bool lost_by(const struct report_item *item, const char *scenario)
{
	for (size_t i = 0; i < item->judgement->scenarios_count; i++)
		if (strcmp(item->judgement->scenarios[i], scenario) == 0)
			return true;
	return false;
}

/* Whether the finding says why a scenario failed that decided against the item. */
static bool explains_a_run(
	const struct report *report, const struct finding *finding, const struct report_item *item)
{
	const struct run_kind *kind = run_kind(finding->kind);
	const struct observation *run;

	if (!kind || !finding->confirmed || !lost_by(item, finding->scenario) ||
		is_tool(report, finding->analyser))
		return false;
	run = evidence_observation(report, finding->scenario, VERDICT_FAILED);
	return run && (!kind->asked || text_starts(jsonl_string(evidence_unmet(run), "what", ""),
					       kind->asked));
}

bool costs_item(
	const struct report *report, const struct fault *fault, const struct report_item *item)
{
	if (item->judgement->verdict != VERDICT_FAILED)
		return false;
	for (size_t i = 0; i < fault->findings_count; i++)
		if (evidence_decides(report, item, fault->findings[i]) ||
			explains_a_run(report, &report->findings.list[fault->findings[i]], item))
			return true;
	return false;
}

char *costs_names(
	const struct report *report, const struct report_style *style, const struct fault *fault)
{
	struct buf names = BUF_INIT;

	for (size_t i = 0; i < report->items_count; i++)
		if (visible_item(style, &report->items[i]) &&
			costs_item(report, fault, &report->items[i]))
			buf_printf(&names, "%s%s", names.length ? ", " : "",
				report->items[i].rubric->id);
	return names.length ? buf_steal(&names) : xstrdup("");
}
