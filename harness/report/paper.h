/*
 * Text for people, laid out in columns.
 *
 * Every text given to a paper may come from a student: it is made safe for a
 * terminal (report/columns.h) before it is broken into lines.  A line break in
 * it stays one; longer lines are broken at blanks, or anywhere when there are none.
 */
#ifndef PROCTOR_REPORT_PAPER_H
#define PROCTOR_REPORT_PAPER_H

#include <stdbool.h>

#include "harness/base/buf.h"

enum paper_ink { INK_PLAIN, INK_STRONG, INK_FAINT, INK_GOOD, INK_BAD, INK_SKIPPED, INK_OURS };

struct paper {
	struct buf *out;
	unsigned width; /* columns in all */
	unsigned indent; /* blanks before each line */
	bool colour; /* inks are escape sequences; else nothing */
};

/* Columns that labels such as "Expected:" stand in. */
enum { PAPER_LABEL = 11 };

/* Appends the text, as it is, in that ink. */
void paper_ink(const struct paper *paper, enum paper_ink ink, const char *text);

void paper_blank(const struct paper *paper);

/* A text with a prefix before its first line and as many blanks before the rest. */
void paper_text(
	const struct paper *paper, const char *prefix, const char *text, enum paper_ink ink);

/*
 * Lines that are laid out already: each begins where it begins, and what does not fit hangs
 * below its first word, behind blanks, a number or a mark such as "*" or "!".
 */
void paper_lines(const struct paper *paper, const char *text);

/* A text beside a label; "" for none, but the same room. */
void paper_labelled(
	const struct paper *paper, const char *label, const char *text, enum paper_ink ink);

/*
 * A text of several lines beside a label, each behind "| ", so that blanks at
 * its start and empty lines are seen.  Lines that are not those of `other` (NULL: not
 * compared) stand behind "> ", and blanks at their ends are shown as "␣".  At
 * most `most` lines, then how many more there are.
 */
void paper_block(const struct paper *paper, const char *label, const char *text, const char *other,
	unsigned most);

#endif
