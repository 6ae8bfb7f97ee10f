/*
 * How wide a text is on a terminal.
 *
 * Widths are those of wcwidth(3) in C.UTF-8, whatever locale the program runs
 * in: a report is UTF-8 even where LANG is not.  Bytes that are no UTF-8 count
 * one column each.
 */
#ifndef PROCTOR_REPORT_COLUMNS_H
#define PROCTOR_REPORT_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/base/buf.h"

/* Columns that the text, or its first `length` bytes, takes. */
unsigned columns_of(const char *text);
unsigned columns_of_bytes(const char *text, size_t length);

/*
 * Bytes of the longest start of text[0 … length) that fits into `columns`; a
 * character is never parted from the marks that combine with it.
 */
size_t columns_fit(const char *text, size_t length, unsigned columns);

/* Appends the text cut to `columns` (the last one "…" then), and fills up with blanks. */
void columns_cell(struct buf *into, const char *text, unsigned columns, bool right);

/*
 * Appends text[0 … length) so that a terminal shows it and does nothing else.
 * A tab becomes one blank; other controls, characters without a picture,
 * and those that turn the direction of writing and so can forge a line, are
 * shown as \xHH.  Newlines are
 * the caller's.
 */
void columns_safe(struct buf *into, const char *text, size_t length);

#endif
