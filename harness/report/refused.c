#include "harness/report/refused.h"

#include <string.h>

#include "harness/base/jsonl.h"
#include "harness/report/visible.h"

const char refused_title[] = "Refused while the program ran (such a call fails with EPERM):";

void refused_line(const json_t *entry, struct buf *into)
{
	unsigned line = (unsigned)jsonl_number(entry, "line", 0);

	buf_printf(into, "%s: %s", jsonl_string(entry, "what", "DENIED"),
		jsonl_string(entry, "why", "it is not allowed here"));
	if (line)
		buf_printf(into, " (called at %s:%u, in %s)", jsonl_string(entry, "file", ""), line,
			jsonl_string(entry, "function", ""));
	buf_adds(into, ".\n");
}

void refused_lines(const struct report *report, const struct report_style *style, struct buf *into)
{
	for (size_t i = 0; i < report->observations.count; i++) {
		const struct observation *o = &report->observations.list[i];
		const json_t *entry;
		size_t j;

		/* A tool makes calls of its own. */
		if (o->tool || !visible_observation(report, style, o))
			continue;
		json_array_foreach(json_object_get(o->record, "denied"), j, entry)
		{
			cleanup_buf struct buf line = BUF_INIT;

			refused_line(entry, &line);
			if (!strstr(into->data, line.data))
				buf_adds(into, line.data);
		}
	}
}
