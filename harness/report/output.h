/*
 * The last step of every format: a finished text goes out as a whole.
 */
#ifndef PROCTOR_REPORT_OUTPUT_H
#define PROCTOR_REPORT_OUTPUT_H

#include <jansson.h>
#include <stdio.h>

#include "harness/base/buf.h"

/* Writes and flushes the text. 0 or a negative errno. */
int output_text(const struct buf *text, FILE *out);

/* Writes the value with an indent of 2 in the order it was made in, and a newline. */
int output_json(const json_t *value, FILE *out);

#endif
