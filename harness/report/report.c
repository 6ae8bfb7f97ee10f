#include "harness/report/report.h"

#include <stdlib.h>
#include <string.h>

#include "harness/base/fault.h"

void report_free(struct report *report)
{
	if (!report)
		return;
	for (size_t i = 0; i < report->tools_count; i++) {
		free(report->tools[i].name);
		free(report->tools[i].version);
	}
	free(report->tools);
	free(report->items);
	score_release(&report->score);
	observations_release(&report->observations);
	faults_release(&report->faults);
	findings_release(&report->findings);
	judgements_release(&report->judgements);
	rubric_free(report->rubric);
	free(report->build_reason);
	free(report->mode);
	free(report->digest);
	free(report->submission);
	free(report->title);
	free(report->assignment);
	free(report);
}

int report_exit(const struct report *report)
{
	/* Shares of points are sums of fractions: 33.3 + 33.3 + 33.4 is not quite 100. */
	const double rounding = 1e-6;

	if (report->broken)
		return FAULT_EXIT_BROKEN;
	if (report->score.score < report->score.possible - rounding)
		return FAULT_EXIT_POINTS;
	return FAULT_EXIT_FULL;
}

const struct report_format *report_format(const char *name)
{
	registry_each (report_formats, report_format, format)
		if (strcmp(format->name, name) == 0)
			return format;
	return NULL;
}
