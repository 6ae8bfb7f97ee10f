/*
 * Why an item is not passed, for the student who must mend it: what was
 * expected, what was seen, where in the source, what to read next.
 *
 * The same text serves the terminal, JUnit and Gradescope; only width, indent and
 * colour of the paper differ.
 */
#ifndef PROCTOR_REPORT_EXPLAIN_H
#define PROCTOR_REPORT_EXPLAIN_H

#include "harness/report/paper.h"
#include "harness/report/report.h"

/* What one scenario saw, and which scenario told it first. */
struct explained_run {
	char *text;
	const char *scenario; /* borrowed from the report */
};

/*
 * What was told already.  One mistake often fails many scenarios in the same
 * way: each further one only refers to the first.
 */
struct explained {
	struct explained_run *list;
	size_t count;
};

#define cleanup_explained __attribute__((cleanup(explained_release)))

void explained_release(struct explained *told);

/*
 * Explains the item below its line; nothing for a passed one.  Reports whose items
 * are read one by one pass a fresh `told` for each.
 */
void explain_item(const struct paper *paper, const struct report *report,
	const struct report_style *style, const struct report_item *item, struct explained *told);

/*
 * One fault: where, what, how to mend it, who saw it and in which scenarios, which items
 * it costs (`costs`: say so even if it is one only), how to see it again.
 */
void explain_fault(const struct paper *paper, const struct report *report,
	const struct report_style *style, const struct fault *fault, bool costs);

/* Whether the item is lost only because there is no program to try it with. */
bool explain_unbuilt(const struct report *report, const struct report_item *item);

/* The item's explanation on plain paper of that width, for other formats (caller frees). */
char *explain_text(const struct report *report, const struct report_style *style,
	const struct report_item *item, unsigned width);

#endif
