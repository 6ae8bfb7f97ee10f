#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/core/judge.h"

static void release(struct judgement *judgement)
{
	for (size_t i = 0; i < judgement->scenarios_count; i++)
		free(judgement->scenarios[i]);
	free(judgement->scenarios);
	free(judgement->findings);
	free(judgement->reason);
	free(judgement->item);
}

void judgements_release(struct judgements *judgements)
{
	for (size_t i = 0; i < judgements->count; i++)
		release(&judgements->list[i]);
	free(judgements->list);
	*judgements = (struct judgements){ .list = NULL };
}

static json_t *text(const char *bytes)
{
	return jsonl_text(bytes, strlen(bytes));
}

json_t *judgement_to_json(const struct judgement *judgement)
{
	json_t *line = json_object();
	json_t *scenarios = json_array();
	json_t *findings = json_array();

	for (size_t i = 0; i < judgement->scenarios_count; i++)
		json_array_append_new(scenarios, text(judgement->scenarios[i]));
	for (size_t i = 0; i < judgement->findings_count; i++)
		json_array_append_new(findings, json_integer((json_int_t)judgement->findings[i]));
	json_object_set_new(line, "item", text(judgement->item));
	json_object_set_new(line, "verdict", text(verdict_name(judgement->verdict)));
	json_object_set_new(line, "passed", json_integer(judgement->passed));
	json_object_set_new(line, "total", json_integer(judgement->total));
	json_object_set_new(line, "reason", text(judgement->reason));
	json_object_set_new(line, "scenarios", scenarios);
	json_object_set_new(line, "findings", findings);
	return line;
}

static bool is_count(const json_t *value)
{
	return json_is_integer(value) && json_integer_value(value) >= 0 &&
	       json_integer_value(value) <= UINT_MAX;
}

/* Whether `value` is absent, or a list of which each element is of the kind. */
static bool is_list(const json_t *value, bool (*is_kind)(const json_t *element))
{
	size_t i;
	const json_t *element;

	if (!value)
		return true;
	json_array_foreach(value, i, element) if (!is_kind(element)) return false;
	return json_is_array(value);
}

static bool is_text(const json_t *value)
{
	return json_is_string(value);
}

/* What is wrong with the line of a judgement, or NULL. */
static const char *objection(const json_t *line)
{
	enum verdict verdict;

	if (!json_is_object(line))
		return "it is no object";
	if (!*jsonl_string(line, "item", ""))
		return "it has no \"item\"";
	if (verdict_parse(jsonl_string(line, "verdict", ""), &verdict))
		return "its \"verdict\" is none of the known ones";
	if (!is_count(json_object_get(line, "passed")) ||
		!is_count(json_object_get(line, "total")) ||
		jsonl_number(line, "passed", 0) > jsonl_number(line, "total", 0))
		return "\"passed\" and \"total\" are no counts that go together";
	if (!is_list(json_object_get(line, "scenarios"), is_text))
		return "its \"scenarios\" are no list of names";
	if (!is_list(json_object_get(line, "findings"), is_count))
		return "its \"findings\" are no list of indexes";
	return NULL;
}

static void parse(const json_t *line, struct judgement *made)
{
	const json_t *scenarios = json_object_get(line, "scenarios");
	const json_t *findings = json_object_get(line, "findings");

	made->item = xstrdup(jsonl_string(line, "item", ""));
	verdict_parse(jsonl_string(line, "verdict", ""), &made->verdict);
	made->passed = (unsigned)jsonl_number(line, "passed", 0);
	made->total = (unsigned)jsonl_number(line, "total", 0);
	made->reason = xstrdup(jsonl_string(line, "reason", ""));
	made->scenarios_count = json_array_size(scenarios);
	made->scenarios = xcalloc(made->scenarios_count, sizeof(*made->scenarios));
	for (size_t i = 0; i < made->scenarios_count; i++)
		made->scenarios[i] = xstrdup(json_string_value(json_array_get(scenarios, i)));
	made->findings_count = json_array_size(findings);
	made->findings = xcalloc(made->findings_count, sizeof(*made->findings));
	for (size_t i = 0; i < made->findings_count; i++)
		made->findings[i] = (size_t)json_integer_value(json_array_get(findings, i));
}

int judgements_from_json(const json_t *lines, struct judgements *ret, struct buf *why)
{
	size_t count = json_array_size(lines);
	struct judgements made = { .list = xcalloc(count, sizeof(*made.list)) };

	for (size_t i = 0; i < count; i++) {
		const json_t *line = json_array_get(lines, i);
		const char *wrong = objection(line);

		if (wrong) {
			buf_printf(why, "judgement %zu cannot be used: %s", i + 1, wrong);
			judgements_release(&made);
			return -EBADMSG;
		}
		parse(line, &made.list[made.count++]);
	}
	*ret = made;
	return 0;
}
