#include "harness/core/score.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/fault.h"
#include "harness/base/jsonl.h"

void score_release(struct score *score)
{
	for (size_t i = 0; i < score->items_count; i++)
		free(score->items[i].item);
	for (size_t i = 0; i < score->deductions_count; i++) {
		free(score->deductions[i].finding);
		free(score->deductions[i].title);
	}
	free(score->items);
	free(score->deductions);
	*score = (struct score){ .items = NULL };
}

static double item_points(const struct rubric_item *item, const struct judgement *judgement)
{
	if (judgement->verdict == VERDICT_PASSED || judgement->verdict == VERDICT_BROKEN)
		return item->points;
	if (judgement->verdict == VERDICT_FAILED && item->share && judgement->total > 0 &&
		judgement->findings_count == 0)
		return item->points * judgement->passed / judgement->total;
	return 0;
}

/* The judgement on an item; a rubric may have changed since, so it is looked up. */
static const struct judgement *find(const struct judgements *judgements, const char *item)
{
	for (size_t i = 0; i < judgements->count; i++)
		if (!strcmp(judgements->list[i].item, item))
			return &judgements->list[i];
	return NULL;
}

static void score_items(
	const struct rubric *rubric, const struct judgements *judgements, struct score *made)
{
	made->items_count = rubric->items_count;
	made->items = xcalloc(made->items_count, sizeof(*made->items));
	for (unsigned i = 0; i < rubric->items_count; i++) {
		const struct rubric_item *item = &rubric->items[i];
		const struct judgement *judgement = find(judgements, item->id);

		made->items[i] = (struct score_item){
			.item = xstrdup(item->id),
			.possible = item->points,
			/* An item that nobody judged is our fault. */
			.points = judgement ? item_points(item, judgement) : item->points,
		};
		made->score += made->items[i].points;
	}
}

/* Confirmed faults of that kind; several analysers that see one fault count once. */
static unsigned count_faults(const struct findings *findings, const char *kind)
{
	unsigned count = 0;

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->list[i];
		bool counted = !finding->confirmed || strcmp(finding->kind, kind) != 0;

		for (size_t j = 0; j < i && !counted; j++)
			counted = findings->list[j].confirmed &&
				  finding_same_fault(&findings->list[j], finding);
		count += !counted;
	}
	return count;
}

/* Takes no more than is there, so that the score is the sum of what is shown. */
static void deduct(const struct rubric_deduction *rule, unsigned count, struct score *made)
{
	double points = rule->points * count;

	if (rule->cap > 0)
		points = fmin(points, rule->cap);
	points = fmin(points, made->score);
	if (points <= 0)
		return;
	made->score -= points;
	made->deductions[made->deductions_count++] = (struct score_deduction){
		.finding = xstrdup(rule->finding),
		.title = xstrdup(rule->title ? rule->title : ""),
		.count = count,
		.points = points,
	};
}

void score(const struct rubric *rubric, const struct judgements *judgements,
	const struct findings *findings, struct score *ret)
{
	struct score made = { .possible = rubric_possible(rubric) };

	score_items(rubric, judgements, &made);
	made.deductions = xcalloc(rubric->deductions_count, sizeof(*made.deductions));
	for (unsigned i = 0; i < rubric->deductions_count; i++)
		deduct(&rubric->deductions[i],
			count_faults(findings, rubric->deductions[i].finding), &made);
	*ret = made;
}

static json_t *text(const char *bytes)
{
	return jsonl_text(bytes, strlen(bytes));
}

static json_t *item_to_json(const struct score_item *item)
{
	json_t *line = json_object();

	json_object_set_new(line, "item", text(item->item));
	json_object_set_new(line, "points", jsonl_points(item->points));
	json_object_set_new(line, "possible", jsonl_points(item->possible));
	return line;
}

static json_t *deduction_to_json(const struct score_deduction *deduction)
{
	json_t *line = json_object();

	json_object_set_new(line, "deduction", text(deduction->finding));
	json_object_set_new(line, "title", text(deduction->title));
	json_object_set_new(line, "count", json_integer(deduction->count));
	json_object_set_new(line, "points", jsonl_points(deduction->points));
	return line;
}

json_t *score_to_json(const struct score *score)
{
	json_t *lines = json_array();
	json_t *sum = json_object();

	for (size_t i = 0; i < score->items_count; i++)
		json_array_append_new(lines, item_to_json(&score->items[i]));
	for (size_t i = 0; i < score->deductions_count; i++)
		json_array_append_new(lines, deduction_to_json(&score->deductions[i]));
	json_object_set_new(sum, "score", jsonl_points(score->score));
	json_object_set_new(sum, "possible", jsonl_points(score->possible));
	json_array_append_new(lines, sum);
	return lines;
}

/* Whether each of the keys holds a number that is not below 0. */
static bool has_numbers(const json_t *line, const char *first, const char *second)
{
	return jsonl_number(line, first, -1) >= 0 && jsonl_number(line, second, -1) >= 0;
}

static bool parse_item(const json_t *line, struct score *made)
{
	if (!has_numbers(line, "points", "possible"))
		return false;
	made->items[made->items_count++] = (struct score_item){
		.item = xstrdup(jsonl_string(line, "item", "")),
		.points = jsonl_number(line, "points", 0),
		.possible = jsonl_number(line, "possible", 0),
	};
	return true;
}

static bool parse_deduction(const json_t *line, struct score *made)
{
	if (!has_numbers(line, "points", "count") ||
		!json_is_integer(json_object_get(line, "count")))
		return false;
	made->deductions[made->deductions_count++] = (struct score_deduction){
		.finding = xstrdup(jsonl_string(line, "deduction", "")),
		.title = xstrdup(jsonl_string(line, "title", "")),
		.count = (unsigned)jsonl_number(line, "count", 0),
		.points = jsonl_number(line, "points", 0),
	};
	return true;
}

static bool parse_sum(const json_t *line, struct score *made)
{
	made->score = jsonl_number(line, "score", 0);
	made->possible = jsonl_number(line, "possible", 0);
	return has_numbers(line, "score", "possible");
}

/* The sum is the last line and only there: a file that was cut short has none. */
static bool parse_line(const json_t *line, bool last, struct score *made)
{
	if (last)
		return parse_sum(line, made);
	if (json_is_string(json_object_get(line, "item")))
		return parse_item(line, made);
	if (json_is_string(json_object_get(line, "deduction")))
		return parse_deduction(line, made);
	return false;
}

int score_from_json(const json_t *lines, struct score *ret, struct buf *why)
{
	size_t count = json_array_size(lines);
	struct score made = {
		.items = xcalloc(count, sizeof(*made.items)),
		.deductions = xcalloc(count, sizeof(*made.deductions)),
	};
	bool good = count > 0;

	if (!good)
		buf_adds(why, "the score has no lines");
	for (size_t i = 0; i < count && good; i++) {
		good = parse_line(json_array_get(lines, i), i + 1 == count, &made);
		if (!good)
			buf_printf(why, "line %zu of the score is no %s", i + 1,
				i + 1 == count ? "sum" : "item or deduction");
	}
	if (!good) {
		score_release(&made);
		return -EBADMSG;
	}
	*ret = made;
	return 0;
}
