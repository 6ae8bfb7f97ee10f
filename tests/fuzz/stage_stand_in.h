/*
 * What stands for the stage of a scenario in a fuzz target: no scenario runs.
 *
 * To be included once by a target, since it defines what harness/scenario/stage.c
 * does otherwise.  What scenario_text() makes lives as long as its process; here it
 * is kept, and freed by forget_texts() after each input.
 */
#ifndef PROCTOR_FUZZ_STAGE_STAND_IN_H
#define PROCTOR_FUZZ_STAGE_STAND_IN_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/scenario/stage.h"
#include "tests/fuzz/fuzz.h"

struct stage stage;

static char **texts;
static size_t texts_count;

const char *scenario_text(const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	HOLDS(vasprintf(&text, format, args) >= 0);
	va_end(args);
	texts = reallocarray(texts, texts_count + 1, sizeof(*texts));
	HOLDS(texts);
	texts[texts_count++] = text;
	return text;
}

static void forget_texts(void)
{
	for (size_t i = 0; i < texts_count; i++)
		free(texts[i]);
	free(texts);
	texts = NULL;
	texts_count = 0;
}

#endif
