#include "harness/explore/circumstances.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "explorer/choice.h"
#include "harness/base/jsonl.h"

struct circumstances circumstances_of(const struct arena *arena)
{
	return (struct circumstances){
		.choices = arena->choices,
		.leaver = arena->leaver,
		.leaves_at = arena->leaves_at,
		.reader_leaves = arena->outside.leaves,
		.reader_leaves_after = arena->outside.leaves_after,
		.input_given = arena->outside.input_given,
	};
}

void circumstances_set(struct arena *arena, const struct circumstances *circumstances)
{
	arena->choices = circumstances->choices;
	arena->leaver = circumstances->leaver;
	arena->leaves_at = circumstances->leaves_at;
	arena->outside.leaves = circumstances->reader_leaves;
	arena->outside.leaves_after = circumstances->reader_leaves_after;
	arena->outside.input_given = circumstances->input_given;
}

/*** words ***/

void circumstances_choices_add(struct buf *out, uint32_t choices)
{
	const char *separator = "";

	for (unsigned i = 0; choice_words[i]; i++)
		if (choices >> i & 1) {
			buf_printf(out, "%s%s", separator, choice_words[i]);
			separator = "+";
		}
}

/* The bit of a word's first bytes; 0: it is none of them. */
static uint32_t choice_of(const char *word, size_t length)
{
	for (unsigned i = 0; choice_words[i]; i++)
		if (strlen(choice_words[i]) == length &&
			strncmp(choice_words[i], word, length) == 0)
			return 1U << i;
	return 0;
}

bool circumstances_choices_parse(const char *text, uint32_t *ret)
{
	struct circumstances read;

	if (!circumstances_parse(text, &read) || !read.choices || read.leaver ||
		read.reader_leaves || read.input_given)
		return false;
	*ret = read.choices;
	return true;
}

void circumstances_add(struct buf *out, const struct circumstances *circumstances)
{
	circumstances_choices_add(out, circumstances->choices);
	if (!(circumstances->choices & CHOICE_LEAVE))
		return;
	if (circumstances->leaver)
		buf_printf(out, "+process%u.%u", circumstances->leaver, circumstances->leaves_at);
	if (circumstances->reader_leaves)
		buf_printf(out, "+writes%u", circumstances->reader_leaves_after);
	if (circumstances->input_given)
		buf_printf(out, "+bytes%" PRIu64, circumstances->input_given);
}

static bool parse_word(const char *word, size_t length, struct circumstances *ret)
{
	uint32_t choice = choice_of(word, length);
	int end = 0;

	ret->choices |= choice;
	if (choice)
		return true;
	if (memchr(word, '-', length)) /* scanf(3) takes it for a number without a sign, too */
		return false;
	if (sscanf(word, "process%9u.%9u%n", &ret->leaver, &ret->leaves_at, &end) == 2)
		return (size_t)end == length && ret->leaver <= ARENA_PROCESSES;
	if (sscanf(word, "bytes%9" SCNu64 "%n", &ret->input_given, &end) == 1)
		return (size_t)end == length;
	ret->reader_leaves = sscanf(word, "writes%9u%n", &ret->reader_leaves_after, &end) == 1;
	return ret->reader_leaves && (size_t)end == length;
}

bool circumstances_parse(const char *text, struct circumstances *ret)
{
	struct circumstances read = { 0 };

	while (*text) {
		size_t length = strcspn(text, "+");

		if (!parse_word(text, length, &read) || (text[length] && !text[length + 1]))
			return false;
		text += length + (text[length] != '\0');
	}
	*ret = read;
	return true;
}

/*** a file ***/

json_t *circumstances_to_json(const struct circumstances *circumstances)
{
	cleanup_buf struct buf choices = BUF_INIT;

	circumstances_choices_add(&choices, circumstances->choices);
	return json_pack("{s:s, s:I, s:I, s:b, s:I, s:I}", "choices", choices.data, "leaver",
		(json_int_t)circumstances->leaver, "leaves_at",
		(json_int_t)circumstances->leaves_at, "reader_leaves", circumstances->reader_leaves,
		"reader_leaves_after", (json_int_t)circumstances->reader_leaves_after,
		"input_given", (json_int_t)circumstances->input_given);
}

/* Nothing is as good as 0. */
static bool read_number(const json_t *json, const char *name, uint64_t most, uint64_t *ret)
{
	const json_t *value = json_object_get(json, name);
	json_int_t number = json_integer_value(value);

	if (value && (!json_is_integer(value) || number < 0 || (uint64_t)number > most))
		return false;
	*ret = (uint64_t)number;
	return true;
}

int circumstances_from_json(const json_t *json, struct circumstances *ret, struct buf *why)
{
	const char *choices = jsonl_string(json, "choices", "");
	uint64_t leaver, leaves_at, after;
	struct circumstances read = {
		.reader_leaves = json_is_true(json_object_get(json, "reader_leaves")),
	};

	if ((*choices && !circumstances_choices_parse(choices, &read.choices)) ||
		!read_number(json, "leaver", ARENA_PROCESSES, &leaver) ||
		!read_number(json, "leaves_at", UINT32_MAX, &leaves_at) ||
		!read_number(json, "reader_leaves_after", UINT32_MAX, &after) ||
		!read_number(json, "input_given", UINT32_MAX, &read.input_given)) {
		buf_adds(why, "\"circumstances\" has a word or a number that it cannot have");
		return -EBADMSG;
	}
	read.leaver = (uint32_t)leaver;
	read.leaves_at = (uint32_t)leaves_at;
	read.reader_leaves_after = (uint32_t)after;
	*ret = read;
	return 0;
}
