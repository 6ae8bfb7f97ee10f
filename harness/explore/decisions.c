#include "harness/explore/decisions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/fault.h"

static const char *const kinds[] = {
	[DECIDES_NEXT] = "next",
	[DECIDES_CHOICE] = "choice",
};

static void set(struct decisions *ret, const struct decision *list, uint32_t count)
{
	*ret = (struct decisions){ .count = count };
	if (count == 0)
		return;
	ret->list = xreallocarray(NULL, count, sizeof(*list));
	memcpy(ret->list, list, count * sizeof(*list));
}

int decisions_take(struct decisions *ret, const struct arena *arena)
{
	if (arena->decisions_count > ARENA_STEPS)
		return -E2BIG;
	set(ret, arena->decisions, arena->decisions_count);
	ret->circumstances = circumstances_of(arena);
	return 0;
}

void decisions_copy(struct decisions *ret, const struct decisions *from)
{
	set(ret, from->list, from->count);
	ret->circumstances = from->circumstances;
}

void decisions_release(struct decisions *decisions)
{
	free(decisions->list);
	*decisions = (struct decisions)DECISIONS_INIT;
}

uint32_t decisions_preemptions(const struct decisions *decisions)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < decisions->count; i++)
		count += decisions->list[i].preempts;
	return count;
}

bool decisions_add(struct buf *out, const struct decisions *decisions)
{
	if (decisions->count > DECISIONS_IN_WORD)
		return false;
	for (uint32_t i = 0; i < decisions->count; i++) {
		const struct decision *decision = &decisions->list[i];

		buf_printf(out, "%s%u.%u%c%u", i ? "," : "", decision->task, decision->point,
			decision->kind == DECIDES_NEXT ? '-' : 'c', decision->value);
	}
	if (decisions->circumstances.choices)
		buf_adds(out, ":");
	circumstances_add(out, &decisions->circumstances);
	return true;
}

/* Digits, and nothing else that strtoul(3) would take; then the one letter behind them. */
static bool parse_number(const char **word, unsigned long most, const char *behind, uint32_t *ret)
{
	char *end;
	unsigned long value;

	if (**word < '0' || **word > '9')
		return false;
	value = strtoul(*word, &end, 10);
	if (value > most || (behind && (!*end || !strchr(behind, *end))))
		return false;
	*word = end;
	*ret = (uint32_t)value;
	return true;
}

static bool parse_one(const char **word, struct decision *ret)
{
	uint32_t task;

	*ret = (struct decision){ .task = 0 };
	if (!parse_number(word, ARENA_TASKS - 1, ".", &task))
		return false;
	++*word;
	if (!parse_number(word, UINT32_MAX, "-c", &ret->point))
		return false;
	ret->task = (uint16_t)task;
	ret->kind = *(*word)++ == '-' ? DECIDES_NEXT : DECIDES_CHOICE;
	return parse_number(word, INT32_MAX, NULL, &ret->value);
}

bool decisions_parse(const char *word, struct decisions *ret)
{
	struct decision list[DECISIONS_IN_WORD];
	uint32_t count = 0;

	struct circumstances circumstances = { 0 };

	while (*word && *word != ':') {
		if (count == DECISIONS_IN_WORD || (count > 0 && *word++ != ','))
			return false;
		if (!parse_one(&word, &list[count++]))
			return false;
	}
	if (*word == ':' && !circumstances_parse(word + 1, &circumstances))
		return false;
	set(ret, list, count);
	ret->circumstances = circumstances;
	return true;
}

json_t *decisions_to_json(const struct decisions *decisions)
{
	json_t *array = json_array();

	for (uint32_t i = 0; i < decisions->count; i++) {
		const struct decision *decision = &decisions->list[i];

		json_array_append_new(array,
			json_pack("[i, I, s, i]", (int)decision->task, (json_int_t)decision->point,
				kinds[decision->kind], (int)decision->value));
	}
	return array;
}

static bool read_number(const json_t *json, json_int_t most, json_int_t *ret)
{
	*ret = json_integer_value(json);
	return json_is_integer(json) && *ret >= 0 && *ret <= most;
}

static bool read_kind(const json_t *json, uint8_t *ret)
{
	for (uint8_t i = 0; json_is_string(json) && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kinds[i], json_string_value(json)) == 0) {
			*ret = i;
			return true;
		}
	return false;
}

static bool read_decision(const json_t *json, struct decision *ret)
{
	json_int_t task, point, value;

	if (json_array_size(json) != 4 ||
		!read_number(json_array_get(json, 0), ARENA_TASKS - 1, &task) ||
		!read_number(json_array_get(json, 1), UINT32_MAX, &point) ||
		!read_kind(json_array_get(json, 2), &ret->kind) ||
		!read_number(json_array_get(json, 3), INT32_MAX, &value))
		return false;
	ret->task = (uint16_t)task;
	ret->point = (uint32_t)point;
	ret->value = (uint32_t)value;
	return true;
}

int decisions_from_json(const json_t *json, struct decisions *ret, struct buf *why)
{
	cleanup_decisions struct decisions read = DECISIONS_INIT;
	size_t count = json_array_size(json);

	if (!json_is_array(json) || count > ARENA_STEPS) {
		buf_printf(why, "\"decisions\" wants a list of at most %d", ARENA_STEPS);
		return -EBADMSG;
	}
	if (count)
		read.list = xcalloc(count, sizeof(*read.list));
	for (; read.count < count; read.count++)
		if (!read_decision(json_array_get(json, read.count), &read.list[read.count])) {
			buf_printf(why,
				"decision %u is not [TASK, POINT, \"next\" or \"choice\", NUMBER]",
				read.count + 1);
			return -EBADMSG;
		}
	*ret = read;
	read = (struct decisions)DECISIONS_INIT;
	return 0;
}
