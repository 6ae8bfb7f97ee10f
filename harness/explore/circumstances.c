#include "harness/explore/circumstances.h"

#include <errno.h>
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

bool circumstances_choices_parse(const char *text, uint32_t *ret)
{
	*ret = 0;
	for (;;) {
		size_t length = strcspn(text, "+");
		unsigned i = 0;

		while (choice_words[i] && (strlen(choice_words[i]) != length ||
						  strncmp(choice_words[i], text, length) != 0))
			i++;
		if (!choice_words[i])
			return false;
		*ret |= 1U << i;
		if (!text[length])
			return true;
		text += length + 1;
	}
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
